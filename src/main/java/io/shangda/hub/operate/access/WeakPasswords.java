package io.shangda.hub.operate.access;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What is guessed first (NIST SP 800-63B, section 5.1.1.2, asks for a list of such): common words
 * with figures around them, runs along the alphabet, the figures or the keyboard, repetitions.
 */
final class WeakPasswords {
  private static final int SHORTEST_NAME = 3;
  private static final int LONGEST_UNIT = 4;
  private static final int FIGURES_ALONE = 20;

  private static final Set<String> WORDS =
      Set.of(
          "password",
          "passwort",
          "passw",
          "pass",
          "passphrase",
          "motdepasse",
          "admin",
          "administrator",
          "root",
          "user",
          "guest",
          "login",
          "welcome",
          "letmein",
          "changeme",
          "change",
          "secret",
          "default",
          "test",
          "testtest",
          "hello",
          "helloworld",
          "iloveyou",
          "woaini",
          "woainima",
          "zhongguo",
          "china",
          "beijing",
          "shanghai",
          "zhejiang",
          "yunnan",
          "monkey",
          "dragon",
          "master",
          "shadow",
          "sunshine",
          "princess",
          "football",
          "baseball",
          "superman",
          "batman",
          "trustno",
          "whatever",
          "qwerty",
          "qwertz",
          "azerty",
          "qwer",
          "asdf",
          "zxcv",
          "abc",
          "abcd",
          "abcdef",
          "xyz",
          "shangda",
          "government",
          "zhengfu",
          "province",
          "oracle",
          "postgres",
          "mysql",
          "server",
          "system",
          "huawei",
          "alibaba",
          "taobao",
          "mima",
          "huanying",
          "nihao",
          "buzhidao");

  private static final String[] RUNS = {
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "!@#$%^&*()",
    "qazwsxedcrfvtgbyhnujmikolp",
    "147258369",
    "789456123"
  };

  private WeakPasswords() {}

  /** What is wrong with a password; empty if nothing is. */
  static Optional<String> fault(String user, String password) {
    String plain = password.strip().toLowerCase(Locale.ROOT);
    String name = user.toLowerCase(Locale.ROOT);
    if (name.length() >= SHORTEST_NAME ? plain.contains(name) : plain.equals(name)) {
      return Optional.of("A password must not contain the user's name");
    }
    if (plain.matches("[0-9 .:/+-]*") && plain.length() < FIGURES_ALONE) {
      return Optional.of("A password of figures alone is guessed; use several words");
    }
    if (repeats(plain) || isRuns(plain) || isCommonWord(plain)) {
      return Optional.of("This password is among the first that are guessed; use several words");
    }
    return Optional.empty();
  }

  /** One to four characters again and again. */
  private static boolean repeats(String text) {
    for (int unit = 1; unit <= LONGEST_UNIT; unit++) {
      if (text.equals(
          text.substring(0, Math.min(unit, text.length()))
              .repeat(1 + text.length() / unit)
              .substring(0, text.length()))) {
        return true;
      }
    }
    return text.chars().distinct().count() < LONGEST_UNIT;
  }

  /** Nothing but pieces of four or more of the runs, in either direction. */
  private static boolean isRuns(String text) {
    int at = 0;
    while (at < text.length()) {
      int length = longestRun(text.substring(at));
      if (length < LONGEST_UNIT) {
        return text.length() - at <= 2 && at > 0;
      }
      at += length;
    }
    return true;
  }

  private static int longestRun(String text) {
    int longest = 0;
    for (String run : RUNS) {
      for (String way : new String[] {run, new StringBuilder(run).reverse().toString()}) {
        int length = Math.min(text.length(), way.length());
        while (length > longest && !way.contains(text.substring(0, length))) {
          length--;
        }
        longest = Math.max(longest, length);
      }
    }
    return longest;
  }

  /** One common word, whatever figures and signs stand around it or in the place of its letters. */
  private static boolean isCommonWord(String text) {
    return WORDS.contains(onlyLetters(text)) || WORDS.contains(asLetters(trimmed(text)));
  }

  private static String asLetters(String text) {
    return text.replace('0', 'o')
        .replace('1', 'i')
        .replace('!', 'i')
        .replace('3', 'e')
        .replace('4', 'a')
        .replace('@', 'a')
        .replace('5', 's')
        .replace('$', 's');
  }

  private static String onlyLetters(String text) {
    return text.replaceAll("[^\\p{L}]", "");
  }

  private static String trimmed(String text) {
    return text.replaceAll("^[^\\p{L}]+|[^\\p{L}]+$", "");
  }
}
