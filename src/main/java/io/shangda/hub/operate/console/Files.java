package io.shangda.hub.operate.console;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.MimeMapping;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Files from the class path over HTTP, compressed once and kept (Hawtio's page is 20 MB otherwise,
 * at every first load), with a validator and the given Cache-Control.
 */
final class Files {
  /** What a path is mapped to if another handler shall answer. */
  static final String NOT_MINE = "";

  /** A page that is shown to whoever is logged in must not come back after the logout. */
  private static final String NEVER_KEPT = "no-store";

  private static final Set<String> COMPRESSIBLE =
      Set.of("html", "js", "css", "json", "svg", "txt", "ttf", "ico");

  private final String folder;
  private final String cacheControl;
  private final Map<String, Content> known = new ConcurrentHashMap<>();

  private record Content(Buffer body, boolean compressed, String type, String tag) {}

  /**
   * @param folder on the class path, ending with {@code /}
   */
  Files(String folder, String cacheControl) {
    this.folder = folder;
    this.cacheControl = cacheControl;
  }

  /**
   * @param name from the request's path to the file's name below the folder
   */
  void serve(Route route, UnaryOperator<String> name) {
    // Reading and compressing may take some milliseconds: not on the event loop.
    route.blockingHandler(
        context -> {
          String file = name.apply(context.normalizedPath());
          if (file.equals(NOT_MINE)) {
            context.next();
            return;
          }
          send(context, file.contains("..") ? null : content(file));
        },
        false);
  }

  private void send(RoutingContext context, @Nullable Content content) {
    HttpServerResponse response = context.response();
    if (content == null) {
      response
          .setStatusCode(404)
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain")
          .end("Not found");
      return;
    }
    response.putHeader(
        HttpHeaders.CACHE_CONTROL,
        content.type().startsWith("text/html") ? NEVER_KEPT : cacheControl);
    response.putHeader(HttpHeaders.ETAG, content.tag());
    response.putHeader(HttpHeaders.VARY, "Accept-Encoding");
    if (content.tag().equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(304).end();
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, content.type());
    String accepted = context.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
    if (content.compressed() && (accepted == null || !accepted.contains("gzip"))) {
      response.end(plain(context.normalizedPath(), content));
      return;
    }
    if (content.compressed()) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    response.end(content.body());
  }

  private @Nullable Content content(String file) {
    Content before = known.get(file);
    if (before != null) {
      return before;
    }
    byte[] bytes = read(file);
    if (bytes == null) {
      return null;
    }
    String suffix = file.substring(file.lastIndexOf('.') + 1);
    boolean compress = COMPRESSIBLE.contains(suffix) && bytes.length > 512;
    Buffer body = Buffer.buffer(compress ? gzip(bytes) : bytes);
    Content content =
        new Content(
            body, compress, type(suffix), "\"" + Integer.toHexString(body.hashCode()) + "\"");
    known.put(file, content);
    return content;
  }

  private static String type(String suffix) {
    String type = MimeMapping.getMimeTypeForExtension(suffix);
    if (type == null) {
      return "application/octet-stream";
    }
    return type.startsWith("text/") ? type + ";charset=UTF-8" : type;
  }

  private byte @Nullable [] read(String file) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try (InputStream in = loader.getResourceAsStream(folder + file)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + folder + file + " from the class path", e);
    }
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 3);
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static Buffer plain(String path, Content content) {
    try (InputStream in =
        new java.util.zip.GZIPInputStream(
            new java.io.ByteArrayInputStream(content.body().getBytes()))) {
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack " + path, e);
    }
  }
}
