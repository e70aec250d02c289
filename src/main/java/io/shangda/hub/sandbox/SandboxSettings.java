package io.shangda.hub.sandbox;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the sandbox runs.
 *
 * @param ports where its servers listen, on 127.0.0.1 only
 * @param folder what it keeps: the journals of its systems, and {@code drop}, where its office
 *     hands in files
 * @param hub address of the hub, for the links on its page
 * @param turn how often something happens below
 * @param trouble whether its systems fail now and then
 */
public record SandboxSettings(
    Ports ports, Path folder, String hub, Duration turn, boolean trouble) {

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
    public static final Ports CONFIGURED = from(8090);

    public static final Ports ANY = new Ports(0, 0, 0, 0, 0);

    /** Five in a row, in the order of the parameters. */
    public static Ports from(int first) {
      return new Ports(first, first + 1, first + 2, first + 3, first + 4);
    }
  }

  /**
   * As the configuration that is shipped expects it.
   *
   * @param hubPort where the hub that runs it listens
   */
  public static SandboxSettings standard(Ports ports, int hubPort) {
    return new SandboxSettings(
        ports,
        Path.of("data", "sandbox"),
        "http://localhost:" + hubPort,
        Duration.ofSeconds(10),
        true);
  }

  Path dropFolder() {
    return folder.resolve("drop");
  }
}
