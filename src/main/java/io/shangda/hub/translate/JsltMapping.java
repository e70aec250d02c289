package io.shangda.hub.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import io.shangda.hub.record.Finding;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Severity;
import java.util.List;

/** A mapping in JSLT. */
final class JsltMapping implements Mapping {
  private final String path;
  private final Expression expression;
  private final String text;

  /**
   * @param text the mapping itself, to find the line of a failure that JSLT gives without one
   */
  JsltMapping(String path, Expression expression, String text) {
    this.path = path;
    this.expression = expression;
    this.text = text;
  }

  @Override
  public Translation apply(ObjectNode record) {
    JsonNode mapped;
    try {
      mapped = expression.apply(record);
    } catch (JsltException e) {
      String source = e.getSource() == null ? path : e.getSource();
      String cause = e.getMessageWithoutLocation();
      return failed(source, e.getLine() > 0 ? "" + e.getLine() : Cause.lines(cause, text), cause);
    } catch (RuntimeException e) {
      return failed(path, "", e.getClass().getSimpleName() + ": " + e.getMessage());
    } catch (StackOverflowError e) {
      return failed(path, "", "a function calls itself without end, or the record nests too deep");
    }
    return mapped instanceof ObjectNode object ? Marks.takenFrom(object) : noObject(mapped);
  }

  private Translation noObject(JsonNode mapped) {
    if (mapped.isTextual() && Invalid.marks(mapped.textValue())) {
      return only(Invalid.within(mapped.textValue(), ""));
    }
    return failed(path, "", "the result is no object but " + mapped.getNodeType());
  }

  private Translation failed(String source, String line, String cause) {
    if (Invalid.marks(cause)) { // JSLT refused to reckon with a mark and quotes it
      return only(Invalid.within(cause, ""));
    }
    String shown = Cause.withoutData(cause);
    String zh = "映射 " + source + (line.isEmpty() ? "" : " 第 " + line + " 行") + "执行失败：" + shown;
    String en =
        "Mapping '" + source + "' failed" + (line.isEmpty() ? "" : " at line " + line) + ": ";
    return only(
        new Finding(
            Severity.REJECT,
            "mapping",
            "",
            "",
            Hash.sha256(en + cause),
            zh + "；本记录被拒绝，同批其他记录继续处理",
            en + shown + "; this record is rejected, the others go on"));
  }

  private static Translation only(Finding finding) {
    return new Translation(JsonNodeFactory.instance.objectNode(), List.of(finding));
  }
}
