package io.shangda.hub.source;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.source.PullFailure.Kind;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a source says instead of records: reads its own text, and whether it is about the door. */
final class Refusal {
  private static final List<String> MESSAGES =
      List.of("msg", "message", "MSG", "error_description", "error", "detail", "title", "text");

  private static final Pattern DOOR =
      Pattern.compile(
          "token|令牌|未登录|重新登录|未授权|无权|鉴权|认证失败|签名|过期|expired|unauthori[sz]ed|forbidden|credential|signature",
          Pattern.CASE_INSENSITIVE);

  private static final int LONGEST = 200;

  private Refusal() {}

  /** Someone must mend the credentials, or it passes by itself. */
  static Kind kind(String text) {
    return DOOR.matcher(text).find() ? Kind.BARRED : Kind.AWAY;
  }

  static boolean isAboutTheDoor(String text) {
    return DOOR.matcher(text).find();
  }

  /** The source's own text, cut; empty if there is none. */
  static String text(JsonNode envelope, @Nullable JsonPointer pointer) {
    if (pointer != null) {
      return cut(Signs.text(envelope.at(pointer)));
    }
    for (String name : MESSAGES) {
      String text = Signs.text(envelope.path(name));
      if (!text.isBlank()) {
        return cut(text);
      }
    }
    return "";
  }

  static String quoted(String text) {
    return text.isBlank() ? "" : ": '" + text + "'";
  }

  private static String cut(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
