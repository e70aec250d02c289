package io.shangda.hub.push;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.RecordType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code commands} of an answer, whatever its status. Only the default contract has them:
 * what another platform calls so is its own affair.
 */
public final class CommandReader {
  private static final byte[] NAME = "\"commands\"".getBytes(StandardCharsets.US_ASCII);
  private static final int MOST = 100;
  private static final int LONGEST_TEXT = 500;
  private static final double SLOWEST = 0.01;
  private static final double FASTEST = 100_000;

  private CommandReader() {}

  /**
   * What the replies to a batch ask for; what several of them say alike counts once, and of all of
   * them no more is read than of one.
   */
  public static List<Command> read(TargetConfig target, List<PushReply> replies) {
    Set<Command> commands = new LinkedHashSet<>();
    for (PushReply reply : replies) {
      commands.addAll(read(target, reply));
      if (commands.size() > MOST) {
        return commands.stream().limit(MOST + 1L).toList();
      }
    }
    return List.copyOf(commands);
  }

  static List<Command> read(TargetConfig target, PushReply reply) {
    if (!(reply instanceof PushReply.Answered answered)
        || !speaksContract(target)
        || !names(answered.body())) {
      return List.of();
    }
    try {
      return read(target, AnswerJson.read(answered.body(), ""));
    } catch (IOException e) {
      return List.of(); // not an answer of the contract, and read as such elsewhere
    }
  }

  private static boolean speaksContract(TargetConfig target) {
    return target.envelope().mapping() == null
        && target.envelope().format().equals("json")
        && target.reply().format().equals("json");
  }

  /** Nearly no answer has any, so that it is not parsed a second time for them. */
  private static boolean names(byte[] body) {
    for (int from = 0; from <= body.length - NAME.length; from++) {
      int at = 0;
      while (at < NAME.length && body[from + at] == NAME[at]) {
        at++;
      }
      if (at == NAME.length) {
        return true;
      }
    }
    return false;
  }

  /** What an answer as a whole asks for. */
  public static List<Command> read(TargetConfig target, JsonNode answer) {
    List<Command> commands = new ArrayList<>();
    for (JsonNode one : answer.path("commands")) {
      if (commands.size() == MOST) {
        commands.add(
            new Command.Refused(
                "…", "there are more than " + MOST + " in one answer; the rest is not read"));
        break;
      }
      commands.add(command(target, one));
    }
    return commands;
  }

  private static Command command(TargetConfig target, JsonNode one) {
    try {
      return switch (one.path("do").asText()) {
        case "rate" -> rate(target, one);
        case "pause" -> one.has("type") ? pause(target, one) : new Command.PauseAll(why(one));
        case "stop" ->
            one.has("type")
                ? new Command.Stop(type(target, one), why(one))
                : new Command.PauseAll(why(one));
        default -> throw new BadCommand("'do' is neither rate nor pause nor stop");
      };
    } catch (BadCommand e) {
      return new Command.Refused(cut(one.toString()), String.valueOf(e.getMessage()));
    }
  }

  private static Command rate(TargetConfig target, JsonNode one) throws BadCommand {
    JsonNode perSecond = one.path("perSecond");
    double rate = perSecond.asDouble();
    if (!perSecond.isNumber() || rate < SLOWEST || rate > FASTEST) {
      throw new BadCommand(
          "'perSecond' is no number from 0.01 to 100000; to be sent nothing, pause or stop the"
              + " type");
    }
    Integer configured = target.ratePerSecond();
    if (configured != null && rate > configured) {
      throw new BadCommand(
          "'perSecond' is above the "
              + configured
              + " that are configured, and a command can only slow down");
    }
    return new Command.Rate(type(target, one), rate, end(one), why(one));
  }

  private static Command pause(TargetConfig target, JsonNode one) throws BadCommand {
    Command.End end = end(one);
    if (end == null) {
      throw new BadCommand("a pause of a type needs 'seconds' or 'until'; without an end, stop it");
    }
    return new Command.Pause(type(target, one), end, why(one));
  }

  private static RecordType type(TargetConfig target, JsonNode one) throws BadCommand {
    String name = one.path("type").asText();
    return target.types().keySet().stream()
        .filter(type -> type.value().equals(name))
        .findFirst()
        .orElseThrow(() -> new BadCommand("'type' is none that this target is sent"));
  }

  private static Command.@Nullable End end(JsonNode one) throws BadCommand {
    if (one.has("seconds") && one.has("until")) {
      throw new BadCommand("'seconds' beside 'until': one of the two");
    }
    if (one.has("until")) {
      return new Command.End(null, time(one.path("until").asText()));
    }
    if (!one.has("seconds")) {
      return null;
    }
    JsonNode seconds = one.path("seconds");
    long most = Command.LONGEST.toSeconds();
    if (!seconds.canConvertToLong() || seconds.asLong() < 1 || seconds.asLong() > most) {
      throw new BadCommand("'seconds' is no whole number from 1 to " + most + " (31 days)");
    }
    return new Command.End(Duration.ofSeconds(seconds.asLong()), null);
  }

  private static Instant time(String text) throws BadCommand {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new BadCommand("'until' is no time with an offset, such as 2031-05-01T08:00:00+08:00");
    }
  }

  private static String why(JsonNode one) {
    return cut(one.path("why").asText("").strip());
  }

  private static String cut(String text) {
    return ForeignText.oneLine(text, LONGEST_TEXT);
  }

  private static final class BadCommand extends Exception {
    private static final long serialVersionUID = 1L;

    BadCommand(String message) {
      super(message);
    }
  }
}
