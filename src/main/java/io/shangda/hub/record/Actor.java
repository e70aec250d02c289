package io.shangda.hub.record;

/**
 * Who changes something, and why; every change is an audit event with both.
 *
 * @param name user name, or {@code hub} for what the hub does by itself
 * @param reason in the person's own words; may be empty only for {@code hub}
 */
public record Actor(String name, String reason) {
  private static final String BY_ITSELF = "hub";
  public static final Actor HUB = new Actor(BY_ITSELF, "");

  public Actor {
    if (reason.isBlank() && !name.equals(BY_ITSELF)) {
      throw new IllegalArgumentException(
          "'" + name + "' gives no reason; nothing is changed without one");
    }
  }
}
