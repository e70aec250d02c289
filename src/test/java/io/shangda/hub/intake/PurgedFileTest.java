package io.shangda.hub.intake;

import static io.shangda.hub.support.CoreWorld.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.push.Reading;
import io.shangda.hub.record.Actor;
import io.shangda.hub.record.Word;
import io.shangda.hub.store.Database;
import io.shangda.hub.store.Dialect;
import io.shangda.hub.store.Sql;
import io.shangda.hub.support.CoreWorld;
import io.shangda.hub.support.Databases;
import io.shangda.hub.support.Said;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After a purge, and once its file is written anew, the folder of the embedded database is clean.
 */
class PurgedFileTest {
  private static final Actor ADMIN = new Actor("admin", "asked for by the court");

  /** The year of the number is still to come. */
  private static final String NUMBER = "330881299901011234";

  private static final String NAME = "吕不群";

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path data;

  @Test
  void shouldHoldNoByteOfWhatWasPurgedInTheFileNorInTheLog() throws Exception {
    JdbcConnectionPool pool = open();
    try (Said log = new Said("")) {
      CoreWorld world = new CoreWorld(new Database(pool, Dialect.H2), Clock.systemUTC());
      world.pull(record("a", "name", NAME, "number", NUMBER), record("b"));
      world.acceptAll();
      world.pull(record("a", "hold", NUMBER), record("b"));
      world.holds.release(world.id("a"), ADMIN);
      world.sendAll(d -> new Reading.Result(Word.LATER, null, NAME + " 处理中"));
      world.pull(record("a", "reject", NAME + NUMBER), record("b"));
      Map<String, byte[]> sought = sought(world);
      sync(world);
      assertThat(found(sought)).as("before").hasSizeGreaterThan(3);

      world.content.purge(world.id("a"), ADMIN);
      compact(pool);

      assertThat(found(sought)).as("after").isEmpty();
      assertThat(log.lines()).noneMatch(line -> line.contains(NUMBER));
    }
  }

  /** What it said as text, and every page as it is stored. */
  private static Map<String, byte[]> sought(CoreWorld world) {
    Map<String, byte[]> sought = new LinkedHashMap<>();
    sought.put("number", NUMBER.getBytes(StandardCharsets.US_ASCII));
    sought.put("name", NAME.getBytes(StandardCharsets.UTF_8));
    sought.put("name, in two bytes a letter", NAME.getBytes(StandardCharsets.UTF_16BE));
    List<byte[]> pages =
        world.database.read(
            c -> Sql.list(c, "select body from raw_content", row -> row.getBytes("body")));
    for (int i = 0; i < pages.size(); i++) {
      sought.put("page " + i, Arrays.copyOfRange(pages.get(i), 2, pages.get(i).length));
    }
    return sought;
  }

  private List<String> found(Map<String, byte[]> sought) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        sought.forEach(
            (what, some) -> {
              if (bytes.contains(new String(some, StandardCharsets.ISO_8859_1))) {
                found.add(what + " in " + file.getFileName());
              }
            });
      }
    }
    return found;
  }

  private JdbcConnectionPool open() throws Exception {
    Properties settings = new Properties();
    try (InputStream in = PurgedFileTest.class.getResourceAsStream("/application.properties")) {
      settings.load(in);
    }
    String url = settings.getProperty("quarkus.datasource.embedded.jdbc.url");
    JdbcConnectionPool pool =
        JdbcConnectionPool.create(
            url.replace("./data/hub", data.resolve("hub").toString()), "sa", "");
    try (Connection connection = pool.getConnection()) {
      for (String line : Databases.migrated()) {
        connection.createStatement().execute(line);
      }
    }
    return pool;
  }

  private static void sync(CoreWorld world) {
    world.database.read(c -> Sql.update(c, "checkpoint sync"));
  }

  private static void compact(JdbcConnectionPool pool) throws Exception {
    try (Connection connection = pool.getConnection()) {
      connection.createStatement().execute("shutdown compact");
    }
    pool.dispose();
  }
}
