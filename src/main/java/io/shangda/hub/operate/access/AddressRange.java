package io.shangda.hub.operate.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP address, or all that begin alike ({@code 10.0.0.0/8}).
 *
 * @param prefix bits that count
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record AddressRange(byte[] bytes, int prefix) {
  /** A name would be looked up, at the wish of whoever sent it. */
  private static final Pattern LITERAL =
      Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  /**
   * @throws IllegalArgumentException if it is neither
   */
  static AddressRange of(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    byte[] bytes =
        bytes(address.strip())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "'" + text + "' is no IP address and no range such as 10.0.0.0/8"));
    int prefix = slash < 0 ? bytes.length * 8 : Integer.parseInt(text.substring(slash + 1).strip());
    if (prefix < 0 || prefix > bytes.length * 8) {
      throw new IllegalArgumentException("'" + text + "' has no such many bits");
    }
    return new AddressRange(bytes, prefix);
  }

  static Optional<byte[]> bytes(String address) {
    if (!LITERAL.matcher(address).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(address).getAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  boolean contains(String address) {
    return bytes(address).filter(this::contains).isPresent();
  }

  private boolean contains(byte[] other) {
    if (other.length != bytes.length) {
      return false;
    }
    int whole = prefix / 8;
    int mask = 0xff00 >> (prefix % 8) & 0xff;
    return Arrays.equals(bytes, 0, whole, other, 0, whole)
        && (prefix % 8 == 0 || (bytes[whole] & mask) == (other[whole] & mask));
  }
}
