package io.shangda.hub.doors;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipInputStream;

/** What a hub that has stopped left on the disk, read past everything that would hide it. */
final class LeftBehind {
  private LeftBehind() {}

  /** Every regular file below a folder. */
  static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As its bytes stand, one character for each, and unpacked where it is packed. */
  static String text(byte[] bytes) {
    StringBuilder text = new StringBuilder(new String(bytes, StandardCharsets.ISO_8859_1));
    text.append('\n').append(new String(bytes, StandardCharsets.UTF_16LE));
    unpacked(bytes)
        .forEach(one -> text.append('\n').append(new String(one, StandardCharsets.UTF_8)));
    return text.toString();
  }

  private static List<byte[]> unpacked(byte[] bytes) {
    List<byte[]> all = new ArrayList<>();
    for (Unpacking way :
        List.<Unpacking>of(
            GZIPInputStream::new,
            InflaterInputStream::new,
            in -> new InflaterInputStream(in, new Inflater(true)))) {
      try (InputStream in = way.of(new ByteArrayInputStream(bytes))) {
        all.add(in.readAllBytes());
      } catch (IOException e) {
        continue; // not packed this way
      }
    }
    return all;
  }

  private interface Unpacking {
    InputStream of(InputStream packed) throws IOException;
  }

  /** Each entry of a zip, by its name. */
  static void entries(byte[] zip, BiConsumer<String, String> look) throws IOException {
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        in.transferTo(content);
        look.accept(entry.getName(), text(content.toByteArray()));
      }
    }
  }

  /** Each value of each row of the embedded database, as text; what is packed is unpacked. */
  static void rows(Path data, BiConsumer<String, String> look) throws SQLException {
    String url = "jdbc:h2:file:" + data.resolve("hub") + ";ACCESS_MODE_DATA=r";
    try (Connection connection = DriverManager.getConnection(url, "sa", "");
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet row =
          statement.executeQuery(
              "select table_name from information_schema.tables where table_schema = 'public'"
                  + " or table_schema = 'PUBLIC'")) {
        while (row.next()) {
          tables.add(row.getString(1));
        }
      }
      for (String table : tables) {
        try (ResultSet row = statement.executeQuery("select * from \"" + table + "\"")) {
          while (row.next()) {
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
              look.accept(table + "." + row.getMetaData().getColumnName(i), value(row, i));
            }
          }
        }
      }
    }
  }

  private static String value(ResultSet row, int column) throws SQLException {
    Object value = row.getObject(column);
    if (value instanceof java.sql.Blob || value instanceof byte[]) {
      byte[] bytes = row.getBytes(column);
      return bytes == null ? "" : text(bytes);
    }
    String text = row.getString(column);
    return text == null ? "" : text;
  }
}
