package io.shangda.hub.sandbox;

/**
 * A unified deal code (统一交易标识码): type, platform, day, serial and a check character by ISO 7064 MOD
 * 37-2 over all of them, 40 characters with the hyphens.
 *
 * @param type three characters, {@code A99} say
 * @param platform unified social credit code
 * @param day yyyyMMdd
 */
record DealCode(String type, String platform, String day, int serial) {
  private static final String CHECKS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";

  @Override
  public String toString() {
    String number = "%06d".formatted(serial);
    int sum = 0;
    for (char c : (type + platform + day + number).toCharArray()) {
      sum = (sum + Character.digit(c, 36)) * 2 % 37;
    }
    return String.join(
        "-", type, platform, day, number, String.valueOf(CHECKS.charAt((38 - sum) % 37)));
  }
}
