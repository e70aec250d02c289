package io.shangda.hub.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import io.shangda.hub.record.Hash;
import io.shangda.hub.record.Masks;
import io.shangda.hub.translate.TextFunction.Body;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The functions an integrator has in mappings and rules besides JSLT's own.
 *
 * <table>
 * <caption>Null and blank give null; a value that cannot be accepted becomes a finding.</caption>
 * <tr><td>{@code code(table, value)}, {@code code(table, value, date)}</td><td>the value's meaning
 *   in {@code config/codes/<table>.csv} on a day, by default today; rows of the source win</td></tr>
 * <tr><td>{@code date(text)}, {@code date(text, form)}</td><td>{@code yyyy-MM-ddTHH:mm:ss} local to
 *   the source's zone, or another {@link DateForm}; reads what {@link DateReader} lists; a text
 *   that gives only the month is accepted for {@code yyyy-MM} alone</td></tr>
 * <tr><td>{@code uscc(text)}, {@code org-code(text)}, {@code id-card(text)},
 *   {@code unified-deal-code(text)}, {@code invest-project-code(text)}</td><td>the identifier in
 *   its normal form, see {@link Identifiers}</td></tr>
 * <tr><td>{@code index-number(text)}</td><td>the text unchanged</td></tr>
 * <tr><td>{@code region(text)}, {@code region(text, length)}</td><td>a division code, see {@link
 *   Region}</td></tr>
 * <tr><td>{@code amount(text, unit)}, {@code amount(text, unit, given)}</td><td>a number in 元, 万元
 *   or 亿元, see {@link Amount}</td></tr>
 * <tr><td>{@code mask-id(text)}, {@code mask-name(text)}, {@code mask-phone(text)}, {@code
 *   mask-card(text)}</td><td>see {@link Masks}</td></tr>
 * <tr><td>{@code digest(text)}</td><td>{@code sha256:<hex>} of the text in UTF-8</td></tr>
 * <tr><td>{@code trim-text(text)}</td><td>without control characters, byte order marks, zero-width
 *   characters, and blanks of any width around it</td></tr>
 * <tr><td>{@code add(a, b)}, {@code subtract(a, b)}, {@code multiply(a, b)}</td><td>exact decimal
 *   arithmetic of numbers or texts that are numbers; JSLT's own operators reckon with 64 bits, past
 *   which they give another number without a word</td></tr>
 * <tr><td>{@code valid(value)}</td><td>whether a value was accepted: {@code valid(uscc(.code))}; the
 *   way to ask in an {@code if}, where a refused value counts as true</td></tr>
 * </table>
 */
final class MappingFunctions {
  private final CodeTables tables;
  private final String source;
  private final DateReader dates;
  private final Clock clock;
  private final ZoneId zone;

  /**
   * @param source whose own rows in code tables count; empty for none
   */
  MappingFunctions(CodeTables tables, String source, ZoneId zone, Clock clock) {
    this.tables = tables;
    this.source = source;
    this.dates = new DateReader(zone);
    this.clock = clock;
    this.zone = zone;
  }

  List<Function> all() {
    Identifiers ids = new Identifiers(this::today);
    List<Function> all = new ArrayList<>();
    all.add(new TextFunction("code", 1, 3, this::code));
    all.add(new TextFunction("date", 0, 2, this::date));
    all.add(new TextFunction("uscc", 0, 1, ids::uscc));
    all.add(new TextFunction("org-code", 0, 1, ids::organisationCode));
    all.add(new TextFunction("id-card", 0, 1, ids::idCard));
    all.add(new TextFunction("index-number", 0, 1, ids::indexNumber));
    all.add(new TextFunction("unified-deal-code", 0, 1, ids::dealCode));
    all.add(new TextFunction("invest-project-code", 0, 1, ids::projectCode));
    all.add(new TextFunction("region", 0, 2, MappingFunctions::region));
    all.add(new TextFunction("amount", 0, 3, MappingFunctions::amount));
    all.add(new TextFunction("mask-id", 0, 1, plain(Masks::id)));
    all.add(new TextFunction("mask-name", 0, 1, plain(Masks::name)));
    all.add(new TextFunction("mask-phone", 0, 1, plain(Masks::phone)));
    all.add(new TextFunction("mask-card", 0, 1, plain(Masks::card)));
    all.add(new TextFunction("digest", 0, 1, plain(text -> Hash.sha256(text).text())));
    all.add(new TextFunction("trim-text", 0, 1, plain(Texts::clean)));
    all.add(new ExactArithmetic("add", BigDecimal::add));
    all.add(new ExactArithmetic("subtract", BigDecimal::subtract));
    all.add(new ExactArithmetic("multiply", BigDecimal::multiply));
    all.add(new Valid());
    all.addAll(RegexFunction.all());
    return List.copyOf(all);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), zone);
  }

  private JsonNode code(String text, JsonNode value, JsonNode[] arguments) {
    String name = TextFunction.text(arguments[0]);
    CodeTable table = tables.get(name);
    if (table == null) {
      throw new JsltException("there is no code table config/codes/" + name + ".csv");
    }
    LocalDate date = today();
    if (arguments.length == 3 && !arguments[2].isNull()) {
      int[] read = new int[6];
      String given = TextFunction.text(arguments[2]);
      DateReader.Fault fault = dates.read(given, read);
      if (fault != null) {
        return notADate(given, fault);
      }
      date = LocalDate.of(read[0], read[1], Math.max(1, read[2]));
    }
    JsonNode found = table.find(text, source, date);
    return found == null ? unknown(name, text, date) : found;
  }

  private Invalid unknown(String table, String text, LocalDate date) {
    String whose = source.isEmpty() ? "" : "(来源 " + source + ")";
    return Invalid.reject(
        "code/" + table,
        text,
        "代码表 "
            + table
            + " 在 "
            + date
            + " 没有此代码"
            + whose
            + "，请更正源数据或补充 config/codes/"
            + table
            + ".csv",
        "Code table '"
            + table
            + "' does not have this code on "
            + date
            + (source.isEmpty() ? "" : " for source '" + source + "'")
            + "; correct it at the source or add it to config/codes/"
            + table
            + ".csv");
  }

  private JsonNode date(String text, JsonNode value, JsonNode[] arguments) {
    DateForm form = DateForm.LOCAL;
    if (arguments.length == 2) {
      String pattern = TextFunction.text(arguments[1]);
      form = DateForm.of(pattern);
      if (form == null) {
        throw new JsltException(
            "date cannot write '" + pattern + "'; expected one of " + DateForm.all());
      }
    }
    int[] read = new int[6];
    DateReader.Fault fault = dates.read(text, read);
    if (fault == null && read[2] == 0 && form != DateForm.MONTH) {
      fault = DateReader.Fault.MONTH_ONLY;
    }
    return fault == null ? TextNode.valueOf(form.write(read)) : notADate(text, fault);
  }

  private static Invalid notADate(String text, DateReader.Fault fault) {
    return Invalid.reject(
        "date",
        text,
        "日期有误：" + fault.zh + "，请在源系统更正",
        "The text " + fault.en + "; correct it at the source");
  }

  private static JsonNode region(String text, JsonNode value, JsonNode[] arguments) {
    int length = arguments.length == 2 ? arguments[1].asInt(-1) : 0;
    if (length != 0 && length != 6 && length != 9 && length != 12) {
      throw new JsltException("region cannot write this length; expected 6, 9 or 12");
    }
    return Region.read(text, value, length);
  }

  private static JsonNode amount(String text, JsonNode value, JsonNode[] arguments) {
    String unit = arguments.length > 1 ? TextFunction.text(arguments[1]) : "元";
    String given = arguments.length > 2 ? TextFunction.text(arguments[2]) : unit;
    if (Amount.unit(unit) == null || Amount.unit(given) == null) {
      throw new JsltException("amount does not know this unit; expected 元, 万元 or 亿元");
    }
    return Amount.read(text, unit, given);
  }

  private static Body plain(UnaryOperator<String> function) {
    return (text, value, arguments) -> {
      String result = function.apply(text);
      return result.isEmpty() ? null : Identifiers.same(result, value);
    };
  }

  /** {@code valid(value)}; not a text function because it is about the mark itself. */
  private static final class Valid implements Function {
    @Override
    public String getName() {
      return "valid";
    }

    @Override
    public int getMinArguments() {
      return 1;
    }

    @Override
    public int getMaxArguments() {
      return 1;
    }

    @Override
    public JsonNode call(JsonNode input, JsonNode[] arguments) {
      JsonNode value = arguments[0];
      boolean refused = value.isTextual() && Invalid.marks(value.textValue()) || value.isNull();
      return BooleanNode.valueOf(!refused);
    }
  }
}
