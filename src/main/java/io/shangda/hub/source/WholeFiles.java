package io.shangda.hub.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which files of a folder their source says are whole. */
final class WholeFiles {
  /**
   * {@code <sha-256> name} as sha256sum writes it, {@code name size}, {@code name,size}, or a name.
   */
  private static final Pattern LINE =
      Pattern.compile("(?:([0-9a-fA-F]{64})\\s+\\*?)?(.+?)(?:[\\s,;]+([0-9]{1,18}))?");

  private static final int LONGEST_MANIFEST = 4 << 20;
  private static final int LONGEST_TRAILER = 4096;

  private record Listed(String sha256, long size) {}

  private final WholeSign sign;
  private final Map<String, Path> all;
  private final Map<String, Listed> listed = new HashMap<>();
  private final List<Path> manifests = new ArrayList<>();

  private WholeFiles(WholeSign sign, Map<String, Path> all) {
    this.sign = sign;
    this.all = all;
  }

  /**
   * @param all files of the folder by their names
   */
  static WholeFiles of(WholeSign sign, Map<String, Path> all) throws IOException {
    WholeFiles whole = new WholeFiles(sign, all);
    for (Map.Entry<String, Path> file : all.entrySet()) {
      if (sign instanceof WholeSign.Manifest && sign.isSign(file.getKey())) {
        whole.read(file.getValue());
      }
    }
    return whole;
  }

  /** Null if the file is not whole yet. */
  DropListing.@Nullable Entry entry(Path file, String name, FileLook look) throws IOException {
    if (look.kind() == FileLook.Kind.LINK) {
      return new DropListing.Entry(file, name, look, List.of(), "");
    }
    if (sign instanceof WholeSign.Marker marker) {
      List<Path> markers = markers(name, marker.suffix());
      return markers.isEmpty() ? null : new DropListing.Entry(file, name, look, markers, "");
    }
    if (sign instanceof WholeSign.Manifest) {
      Listed in = listed.get(name);
      boolean whole = in != null && (in.size() < 0 || in.size() == look.size());
      return in == null || !whole
          ? null
          : new DropListing.Entry(file, name, look, lastOf(name), in.sha256());
    }
    boolean whole =
        !(sign instanceof WholeSign.Trailer trailer) || endsWith(file, look, trailer.line());
    return whole ? new DropListing.Entry(file, name, look, List.of(), "") : null;
  }

  private List<Path> markers(String name, String suffix) {
    int dot = name.lastIndexOf('.');
    List<String> names = new ArrayList<>(List.of(name + suffix));
    if (dot > 0) {
      names.add(name.substring(0, dot) + suffix);
    }
    List<Path> found = new ArrayList<>();
    for (String marker : names) {
      for (String as :
          List.of(marker, marker.toLowerCase(Locale.ROOT), marker.toUpperCase(Locale.ROOT))) {
        Path file = all.get(as);
        if (file != null && !found.contains(file)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  /** The manifest goes with the last of its files that is here. */
  private List<Path> lastOf(String name) {
    boolean others = listed.keySet().stream().anyMatch(o -> !o.equals(name) && all.containsKey(o));
    return others ? List.of() : manifests;
  }

  private void read(Path manifest) throws IOException {
    FileLook look = FileLook.at(manifest);
    if (look.kind() != FileLook.Kind.FILE || look.size() > LONGEST_MANIFEST) {
      return;
    }
    try (OpenFile open = OpenFile.open(manifest, look)) {
      if (open == null) {
        return;
      }
      manifests.add(manifest);
      Text text = Text.of(open.read(0, LONGEST_MANIFEST), null);
      for (String line : text.chars().split("\\R")) {
        Matcher parts = LINE.matcher(line.strip());
        if (!line.isBlank() && !line.startsWith("#") && parts.matches()) {
          String hash = parts.group(1) == null ? "" : parts.group(1).toLowerCase(Locale.ROOT);
          long size = parts.group(3) == null ? -1 : Long.parseLong(parts.group(3));
          listed.put(parts.group(2), new Listed(hash, size));
        }
      }
    }
  }

  private static boolean endsWith(Path file, FileLook look, Pattern trailer) throws IOException {
    try (OpenFile open = OpenFile.open(file, look)) {
      if (open == null) {
        return false;
      }
      byte[] end = open.read(Math.max(0, look.size() - LONGEST_TRAILER), LONGEST_TRAILER);
      String[] lines = new String(end, StandardCharsets.UTF_8).strip().split("\\R");
      return WholeSign.isTrailer(trailer, lines[lines.length - 1]);
    }
  }
}
