package io.shangda.hub.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.shangda.hub.record.KnownSecrets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;

class OneLineLogTest {
  private static final String SECRET = "t0ken-in-a-wire-log";

  private final OneLineLog filter = new OneLineLog();

  @Test
  void shouldKeepWhateverALibrarySaysInOneLineWithoutSecrets() {
    KnownSecrets.ofThisProcess().note(SECRET);

    assertThat(
            said("org.apache.hc.client5.http.wire", ">> Authorization: Bearer " + SECRET + "\r\n"))
        .isEqualTo(">> Authorization: Bearer [secret]␍␊");
    assertThat(said("io.shangda.hub", "no\u001B[2J\n12:00:00 INFO  Login ok"))
        .isEqualTo("no␛[2J␊12:00:00 INFO  Login ok");
  }

  @Test
  void shouldFillTheParametersOfARecordBeforeItIsLookedAt() {
    ExtLogRecord record =
        new ExtLogRecord(Level.INFO, "said: %s", ExtLogRecord.FormatStyle.PRINTF, "x");
    record.setLoggerName("io.vertx");
    record.setParameters(new Object[] {"a\nb"});

    assertThat(filter.isLoggable(record)).isTrue();
    assertThat(record.getFormattedMessage()).isEqualTo("said: a␊b");
  }

  @Test
  void shouldLeaveTheGreetingItsLines() {
    assertThat(said("shangda", "up\n  console")).isEqualTo("up\n  console");
  }

  @Test
  void shouldTellAnExceptionWithoutLinesOfOthers() {
    ExtLogRecord record = record("io.shangda.hub", "failed");
    record.setThrown(
        new IllegalStateException("outer\nINFO  Login ok", new RuntimeException("in\r\nner")));

    filter.isLoggable(record);

    StringWriter trace = new StringWriter();
    record.getThrown().printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString().lines())
        .contains("java.lang.IllegalStateException: outer␊INFO  Login ok")
        .contains("Caused by: java.lang.RuntimeException: in␍␊ner")
        .anyMatch(line -> line.contains("OneLineLogTest"))
        .noneMatch(line -> line.startsWith("INFO"));
  }

  private String said(String logger, String message) {
    LogRecord record = record(logger, message);
    assertThat(filter.isLoggable(record)).isTrue();
    return ((ExtLogRecord) record).getFormattedMessage();
  }

  private static ExtLogRecord record(String logger, String message) {
    ExtLogRecord record =
        new ExtLogRecord(Level.INFO, message, ExtLogRecord.FormatStyle.NO_FORMAT, "x");
    record.setLoggerName(logger);
    return record;
  }
}
