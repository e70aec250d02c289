package io.shangda.hub.source;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.shangda.hub.config.SourceConfig;
import io.shangda.hub.record.Page;
import io.shangda.hub.record.Page.Trouble;
import io.shangda.hub.record.RawPage;
import io.shangda.hub.record.RawRecord;
import io.shangda.hub.source.PageOptions.Format;
import io.shangda.hub.source.PullFailure.Kind;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads pages by the source's {@code format} (JSON if it names none) and {@code paging}.
 *
 * <p>A connector overrules what is read from the page by what it tells of it: the next cursor, the
 * end, or that it has the page but cannot give its content.
 */
public final class FormatPageReader implements PageReader {
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*[\"']?([A-Za-z0-9_.:-]{1,40})", Pattern.CASE_INSENSITIVE);

  /** Of the source's own token or url with what the paging remembers. */
  private static final int LONGEST_CURSOR = 6000;

  private static final String NONE =
      "null stands where the list of records should be, or {} or an empty text";

  private final PerSource<PageOptions> options = new PerSource<>(PageOptions::of);

  @Override
  public Page read(SourceConfig source, RawPage raw, @Nullable String cursor, Told told)
      throws PullFailure {
    PageOptions how = options.get(source);
    RawRecord.Unreadable unreadable = told.unreadable();
    Page page =
        unreadable == null
            ? read(how, source, raw, cursor, told)
            : new Page(raw, List.of(unreadable), null, true);
    return kept(overruled(warned(page, source), told));
  }

  @Override
  public @Nullable Page nothing(
      SourceConfig source, @Nullable String cursor, Instant at, @Nullable String why)
      throws PullFailure {
    RunCursor run = RunCursor.of(cursor);
    if (run.pages() == 0) {
      return null;
    }
    RawPage raw = new RawPage(new byte[0], "", source.id().value(), at);
    Paging.Turn turn =
        new Paging.Turn(run.pages() + 1, MissingNode.getInstance(), List.of(), Map.of(), at);
    Page page = turned(options.get(source), raw, List.of(), turn, run);
    if (why == null || page.trouble() != null || options.get(source).paging().saysTotal()) {
      return kept(page);
    }
    return kept(partial(page, why, false));
  }

  /**
   * A page whose cursor cannot be kept leads nowhere: its records stand, its run ends as failed.
   */
  private static Page kept(Page page) {
    String next = page.nextCursor();
    if (next == null || next.length() <= LONGEST_CURSOR) {
      return page;
    }
    String text =
        "%s: it names where to go on by %d characters, of which %d are kept; its records are taken in, the run ends as failed and is tried again"
            .formatted(page.raw().place(), next.length(), LONGEST_CURSOR);
    return new Page(page.raw(), page.records(), null, true, new Trouble.Failed(text));
  }

  private static Page warned(Page page, SourceConfig source) {
    RawPage raw = page.raw();
    if (page.trouble() != null || !ReadAs.isUtf8AfterAll(raw, source.charset())) {
      return page;
    }
    String text =
        "%s is said to send %s and sends UTF-8; it is read as UTF-8, correct 'charset' of the source"
            .formatted(raw.place(), source.charset());
    Trouble warned = new Trouble.Warned(text, true);
    return new Page(raw, page.records(), page.nextCursor(), page.end(), warned);
  }

  private static Page read(
      PageOptions how, SourceConfig source, RawPage raw, @Nullable String cursor, Told told)
      throws PullFailure {
    if (how.format() instanceof Format.JsonFormat json) {
      Decoded decoded =
          ReadAs.decoder(raw, json.decoder())
              .decode(raw.content(), raw.place(), charset(raw.mediaType()));
      return page(how, json, raw, decoded, RunCursor.of(cursor), told);
    }
    Text text = ReadAs.text(raw, source.charset());
    return new Page(raw, records(how.format(), text, raw), null, true);
  }

  private static List<RawRecord> records(Format format, Text text, RawPage raw) {
    if (format instanceof Format.Csv csv) {
      return csv.decoder().decode(text);
    }
    return format instanceof Format.Document document
        ? document.decoder().decode(text, raw.place())
        : ((Format.Lines) format).decoder().decode(text);
  }

  private static Page page(
      PageOptions how,
      Format.JsonFormat json,
      RawPage raw,
      Decoded decoded,
      RunCursor cursor,
      Told told)
      throws PullFailure {
    if (decoded.cut() && ReadAs.of(raw) != null) { // a file that is no more than this
      return partial(new Page(raw, decoded.records(), null, true), "the file is cut off", true);
    }
    if (decoded.cut()) {
      return new Page(raw, decoded.records(), null, true, cutOff(raw, decoded));
    }
    requireSuccess(json, raw, decoded);
    Paging.Turn turn =
        new Paging.Turn(
            cursor.pages() + 1,
            decoded.envelope(),
            decoded.records(),
            told.headers(),
            told.askedAt() == null ? raw.receivedAt() : told.askedAt());
    Page page = turned(how, raw, decoded.records(), turn, cursor);
    return decoded.none() && page.trouble() == null ? partial(page, NONE, false) : page;
  }

  private static Page turned(
      PageOptions how, RawPage raw, List<RawRecord> records, Paging.Turn turn, RunCursor cursor) {
    Paging.Step step = how.paging().step(cursor.state(), turn);
    if (step instanceof Paging.Step.Stuck stuck) {
      String text =
          "%s: %s; its records are taken in, the run ends as failed and is tried again"
              .formatted(raw.place(), stuck.text());
      return new Page(raw, records, null, true, new Trouble.Failed(text));
    }
    if (step instanceof Paging.Step.Again again) {
      String text = "%s: %s".formatted(raw.place(), again.text());
      String next = new RunCursor(0, again.state()).text();
      return new Page(raw, records, next, true, new Trouble.Warned(text));
    }
    if (step instanceof Paging.Step.End end) {
      String next = new RunCursor(0, end.state()).text();
      Page page = new Page(raw, records, next, true, warned(end.warning()));
      return end.doubt() == null ? page : partial(page, end.doubt(), true);
    }
    Paging.Step.GoOn on = (Paging.Step.GoOn) step;
    if (turn.number() < how.maxPages()) {
      String next = new RunCursor(turn.number(), on.state()).text();
      return new Page(raw, records, next, false, warned(on.warning()));
    }
    String text =
        "%s: the run has had %d pages ('max-pages') and the source names yet another; the run ends here and goes on at the next pull"
            .formatted(raw.place(), turn.number());
    return new Page(
        raw, records, new RunCursor(0, on.state()).text(), true, new Trouble.Warned(text));
  }

  /** Without the page's address: said once, not once for each page. */
  private static @Nullable Trouble warned(@Nullable String text) {
    return text == null ? null : new Trouble.Warned(text, true);
  }

  private static Page partial(Page page, String why, boolean missed) {
    Trouble partial = new Trouble.Partial("%s: %s".formatted(page.raw().place(), why), missed);
    return new Page(page.raw(), page.records(), page.nextCursor(), page.end(), partial);
  }

  private static void requireSuccess(Format.JsonFormat json, RawPage raw, Decoded decoded)
      throws PullFailure {
    boolean good = json.good(decoded.envelope());
    if (good && decoded.list()) {
      return;
    }
    String said = said(json, decoded);
    if (!good) {
      throw new PullFailure(
          Refusal.kind(said),
          "%s answered that the pull failed%s; nothing of it is taken in"
              .formatted(raw.place(), Refusal.quoted(said)),
          null,
          null);
    }
    throw new PullFailure(
        Refusal.isAboutTheDoor(said) ? Kind.BARRED : Kind.GARBLED,
        "%s has no list of records at '%s'%s; nothing of it is taken in"
            .formatted(raw.place(), json.decoder().records(), Refusal.quoted(said)),
        null,
        null);
  }

  /** The charset of a media type; null if it has none that is known. */
  private static @Nullable Charset charset(String mediaType) {
    Matcher label = CHARSET.matcher(mediaType);
    try {
      return label.find() ? Charset.forName(label.group(1)) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** What stands in the failure's own field, if nothing stands where texts usually do. */
  private static String said(Format.JsonFormat json, Decoded decoded) {
    String said = Refusal.text(decoded.envelope(), json.message());
    return said.isBlank() && json.failure() != null
        ? Refusal.text(decoded.envelope(), JsonPointer.compile(json.failure().field()))
        : said;
  }

  private static Trouble cutOff(RawPage raw, Decoded decoded) {
    return new Trouble.Failed(
        "%s is cut off after %d bytes; the %d records before the cut are taken in, the run ends as failed and the page is pulled again"
            .formatted(raw.place(), raw.content().length, decoded.records().size() - 1));
  }

  private static Page overruled(Page page, Told told) {
    String next = told.nextCursor() == null ? page.nextCursor() : told.nextCursor();
    boolean ends = told.end() == null ? page.end() : told.end();
    return new Page(page.raw(), page.records(), next, ends, page.trouble());
  }
}
