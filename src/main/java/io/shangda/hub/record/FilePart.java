package io.shangda.hub.record;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of a long file a page is. A page of a file begins with what stands before the file's
 * records (the header row), so that it can be read by itself; behind that come records from
 * anywhere in the file. The page's media type carries it.
 *
 * @param headLines lines before the first record
 * @param from the line of the file in which the page's first record stands; in a list, how many
 *     elements stand before it
 */
public record FilePart(int headLines, long from) {
  private static final Pattern LINE = Pattern.compile("line ([0-9]{1,9})");
  private static final Pattern ELEMENT = Pattern.compile("(.*/)([0-9]{1,9})");
  private static final Pattern WRITTEN = Pattern.compile("; head=([0-9]{1,9}); from=([0-9]{1,18})");

  /** Longer names are shown by their two ends: a place has its limit, and the line must be seen. */
  private static final int LONGEST_NAME = 160;

  /** What is added to the media type. */
  public String written() {
    return "; head=" + headLines + "; from=" + from;
  }

  /**
   * A place in a page as a person finds it: {@code export.csv:120017}.
   *
   * @param place within the page
   */
  public static String shown(RawPage page, String place) {
    String name = shortened(page.place());
    if (place.isEmpty() || place.equals(page.place())) {
      return name;
    }
    Matcher part = WRITTEN.matcher(page.mediaType());
    String within = part.find() ? inFile(place, part) : place;
    if (name.contains("://")) {
      return name + " " + within;
    }
    return name + ":" + (within.startsWith("line ") ? within.substring(5) : within);
  }

  private static String inFile(String place, Matcher part) {
    long head = Long.parseLong(part.group(1));
    long from = Long.parseLong(part.group(2));
    Matcher line = LINE.matcher(place);
    if (line.matches()) {
      long number = Long.parseLong(line.group(1));
      return "line " + (number <= head ? number : from + number - head - 1);
    }
    Matcher element = ELEMENT.matcher(place);
    return element.matches() ? element.group(1) + (from + Long.parseLong(element.group(2))) : place;
  }

  /** A name of up to 255 bytes in as many characters as a place has room for. */
  public static String shortened(String name) {
    if (name.length() <= LONGEST_NAME) {
      return name;
    }
    String mark = "…" + Hash.sha256(name).text().replaceFirst(".*:", "").substring(0, 8) + "…";
    int end = 30;
    int begin = LONGEST_NAME - end - mark.length();
    return whole(name.substring(0, begin)) + mark + name.substring(name.length() - end);
  }

  private static String whole(String begin) {
    boolean half = Character.isHighSurrogate(begin.charAt(begin.length() - 1));
    return half ? begin.substring(0, begin.length() - 1) : begin;
  }
}
