package io.shangda.hub.source;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.SourceConfig.Sign;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The page names the next url. Every run starts at the source's own url. A link is followed only on
 * the same scheme, host and port: credentials go with every request.
 *
 * @param url of the source
 * @param next where a page names the next url; null: in the header {@code Link} with {@code
 *     rel=next} (RFC 8288)
 */
record LinkPaging(URI url, @Nullable JsonPointer next, Paging.Size size, @Nullable Sign end)
    implements Paging {
  private static final String URL = "url";
  private static final Pattern LINK = Pattern.compile("<([^>]*)>([^<]*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern REL_NEXT =
      Pattern.compile(
          ";\\s*rel\\s*=\\s*(\"([^\"]*\\s)?next(\\s[^\"]*)?\"|next\\b)", Pattern.CASE_INSENSITIVE);

  @Override
  public Ask ask(ObjectNode state, Instant now) {
    if (state.has(URL)) {
      return new Ask(state.path(URL).asText(), Map.of());
    }
    Map<String, String> query = new LinkedHashMap<>();
    size.into(query);
    return new Ask(null, query);
  }

  @Override
  public Step step(ObjectNode state, Turn turn) {
    String link = next == null ? header(turn.headers().getOrDefault("link", "")) : turn.text(next);
    if (link.isBlank() || Paging.ended(end, turn)) {
      return new Step.End(Json.object());
    }
    URI here = state.has(URL) ? URI.create(state.path(URL).asText()) : url;
    URI there;
    try {
      there = here.resolve(link.strip().replace(" ", "%20"));
    } catch (IllegalArgumentException e) {
      return new Step.Stuck("the link to the next page is no url");
    }
    if (!sameOrigin(there)) {
      return new Step.Stuck(
          "the link to the next page leads to another host, '%s'; only '%s' is asked"
              .formatted(there.getAuthority(), url.getAuthority()));
    }
    Trail trail = Trail.at(state, turn.number(), here.toString());
    if (there.equals(here) || trail.closedBy(there.toString())) {
      return new Step.Stuck("the link to the next page leads back to a page this run has had");
    }
    return new Step.GoOn(trail.into(Json.object().put(URL, there.toString())));
  }

  private boolean sameOrigin(URI there) {
    return there.getHost() != null
        && there.getRawUserInfo() == null
        && lower(there.getScheme()).equals(lower(url.getScheme()))
        && lower(there.getHost()).equals(lower(url.getHost()))
        && port(there) == port(url);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return lower(uri.getScheme()).equals("https") ? 443 : 80;
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }

  private static String header(String value) {
    Matcher link = LINK.matcher(value);
    while (link.find()) {
      if (REL_NEXT.matcher(link.group(2)).find()) {
        return link.group(1);
      }
    }
    return "";
  }
}
