package io.shangda.hub.sandbox;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the sandbox runs.
 *
 * @param ports where its servers listen, on 127.0.0.1 only
 * @param dropFolder where its office hands in files
 * @param hub address of the hub, for the links on its page
 * @param turn how often something happens below
 * @param trouble whether its systems fail now and then
 */
public record SandboxSettings(
    Ports ports, Path dropFolder, String hub, Duration turn, boolean trouble) {

  /**
   * 0 takes any free port.
   *
   * @param page what the platforms have received, for a browser
   * @param trading the trading centre below
   * @param cases the case system below
   * @param provinceTrading the platform above for trading
   * @param provinceData the platform above for cases and disclosures
   */
  public record Ports(int page, int trading, int cases, int provinceTrading, int provinceData) {
    /** The ports that the configuration of the sandbox's sources and targets names. */
    public static final Ports CONFIGURED = new Ports(8090, 8091, 8092, 8093, 8094);

    public static final Ports ANY = new Ports(0, 0, 0, 0, 0);
  }

  /** As the configuration that is shipped expects it. */
  public static SandboxSettings standard() {
    return new SandboxSettings(
        Ports.CONFIGURED,
        Path.of("data", "sandbox", "drop"),
        "http://localhost:8080",
        Duration.ofSeconds(10),
        true);
  }
}
