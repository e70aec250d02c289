package io.shangda.hub.screen;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Objects;

/**
 * County codes of GB/T 2260 that were in force in any year since 1980: an ID number keeps its own.
 */
final class Divisions {
  private static final String FILE = "/screen/divisions.txt";
  private static final BitSet KNOWN = read();

  private Divisions() {}

  /** Whether a text of digits begins with such a code. */
  static boolean known(String digits) {
    return KNOWN.get(Integer.parseInt(digits, 0, 6, 10));
  }

  private static BitSet read() {
    BitSet known = new BitSet(1_000_000);
    try (InputStream in = Objects.requireNonNull(Divisions.class.getResourceAsStream(FILE), FILE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          addPrefecture(line.split(" "), known);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return known;
  }

  /** {@code 3308 02-03 21-25 81}: a prefecture, then its counties or ranges of them. */
  private static void addPrefecture(String[] parts, BitSet known) {
    int prefecture = Integer.parseInt(parts[0]) * 100;
    for (int i = 1; i < parts.length; i++) {
      int first = Integer.parseInt(parts[i].substring(0, 2));
      int last = Integer.parseInt(parts[i].substring(parts[i].length() - 2));
      known.set(prefecture + first, prefecture + last + 1);
    }
  }
}
