package io.shangda.hub.source;

import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.SourceId;
import io.shangda.hub.source.DropListing.Entry;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Which files are being taken, and how often each place in them was asked for. A page that is asked
 * for again and again could not be stored, whatever it was: the file must not stop those behind it.
 */
final class Taking {
  /** After so many times a file is set aside. */
  static final int MOST = 3;

  private static final int PLACES = 16;
  private static final int LONGEST_NAME = 255;

  private static final class OfSource {
    @Nullable Entry file;

    /** What is being read; null between two pages. */
    @Nullable Entry asked;

    FileCursor.@Nullable Position inside;

    /** Stamps of files that did not fit into the memory. */
    final Set<String> tooMuch = new HashSet<>();

    final Map<String, Integer> places =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > PLACES;
          }
        };
  }

  private final ConcurrentMap<SourceId, OfSource> sources = new ConcurrentHashMap<>();

  private OfSource of(SourceId source) {
    return sources.computeIfAbsent(source, id -> new OfSource());
  }

  /** Nothing is being read yet: what fails for want of memory now is not a file's doing. */
  void asks(SourceId source) {
    OfSource of = of(source);
    synchronized (of) {
      of.asked = null;
    }
  }

  /** How often this place has been asked for, this time included. */
  int times(SourceId source, Entry file, FileCursor.@Nullable Position inside) {
    String place = file.look().stamp() + " " + (inside == null ? 0 : inside.at());
    OfSource of = of(source);
    synchronized (of) {
      of.asked = file;
      of.inside = inside;
      return of.places.merge(place, 1, Integer::sum);
    }
  }

  /** The page that was asked for last took the memory; gives its file and place, null if none. */
  @Nullable String tookTheMemory(SourceId source) {
    OfSource of = of(source);
    synchronized (of) {
      Entry file = of.asked;
      if (file == null) {
        return null;
      }
      of.tooMuch.add(file.look().stamp());
      return "'%s' from line %d on"
          .formatted(
              ForeignText.oneLine(file.name(), LONGEST_NAME),
              of.inside == null ? 1 : of.inside.from().from());
    }
  }

  boolean isTooMuch(SourceId source, Entry file) {
    OfSource of = of(source);
    synchronized (of) {
      return of.tooMuch.contains(file.look().stamp());
    }
  }

  void begins(SourceId source, Entry file) {
    OfSource of = of(source);
    synchronized (of) {
      of.file = file;
    }
  }

  /** The file of that name, if it is the one that is being taken; all of it is committed. */
  @Nullable Entry settled(SourceId source, String name) {
    OfSource of = of(source);
    synchronized (of) {
      Entry file = of.file;
      of.places.clear();
      of.tooMuch.clear();
      return file != null && file.name().equals(name) ? file : null;
    }
  }

  /** A place in a file as a person says it. */
  static String where(FileCursor.@Nullable Position inside) {
    return inside == null ? " 1 (line)" : " " + inside.from().from() + " (line)";
  }
}
