package io.shangda.hub.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.record.RetryAfter;
import io.shangda.hub.source.PullFailure.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an HTTP status that is no success means for a pull. */
record StatusFailure(String place, Instant now) {
  private static final int BEGINNING = 8 * 1024;

  PullFailure of(HttpPull.Answer answer, AnswerBody body) {
    String beginning = Text.of(body.beginning(answer, BEGINNING), null).chars();
    String said = said(beginning);
    Kind kind = kind(answer.status(), beginning);
    return new PullFailure(
        kind,
        "%s answered %d%s; %s".formatted(place, answer.status(), words(answer, said), next(kind)),
        kind == Kind.AWAY ? retryAfter(answer) : null,
        null);
  }

  private static Kind kind(int status, String body) {
    return switch (status) {
      case 401, 403, 407 -> Kind.BARRED;
      case 408, 425, 429 -> Kind.AWAY;
      default -> {
        if (status >= 500) {
          yield Kind.AWAY;
        }
        // some answer 400 or 419 to an expired token
        yield status >= 400 && Refusal.isAboutTheDoor(body) ? Kind.BARRED : Kind.MISFIT;
      }
    };
  }

  private static String words(HttpPull.Answer answer, String said) {
    if (answer.status() / 100 == 3) {
      String to = answer.headers().getOrDefault("location", "").replaceAll("[?#].*", "");
      return to.isEmpty() ? "" : " and points to '" + to + "', where the hub does not go";
    }
    return Refusal.quoted(said);
  }

  private static String next(Kind kind) {
    return switch (kind) {
      case AWAY, GARBLED -> "it is tried again";
      case BARRED -> "the source is paused until its credentials are mended";
      case MISFIT -> "the source is paused until its configuration is mended";
    };
  }

  private static String said(String body) {
    try {
      JsonNode node = Json.MAPPER.readTree(body);
      return node == null ? "" : Refusal.text(node, null);
    } catch (IOException | Json.Unreasonable e) {
      return ""; // HTML or plain text may hold anything and is not shown
    }
  }

  private @Nullable Duration retryAfter(HttpPull.Answer answer) {
    return RetryAfter.read(answer.headers().get("retry-after"), answer.headers().get("date"), now);
  }
}
