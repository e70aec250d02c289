package io.shangda.hub.record;

/**
 * A platform's receipt as the hub keeps it. It must stay this receipt and no other, for it is
 * compared later: of one that is too long for its column the beginning is kept and the hash of the
 * whole.
 */
public final class ReceiptText {
  /** Characters of a receipt that is kept as it came. */
  public static final int LONGEST = 400;

  private static final int BEGINNING = 300;

  private ReceiptText() {}

  /** In one line; the same however often it is asked. */
  public static String kept(String receipt) {
    String line = ForeignText.oneLine(receipt.strip(), Math.max(LONGEST, 9 * receipt.length()));
    return line.length() <= LONGEST
        ? line
        : ForeignText.cut(line, BEGINNING) + Hash.sha256(receipt.strip()).text();
  }
}
