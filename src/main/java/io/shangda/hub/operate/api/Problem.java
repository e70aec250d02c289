package io.shangda.hub.operate.api;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Why a request failed (problem details, RFC 9457).
 *
 * @param title the kind of problem, the same every time
 * @param detail what is wrong with this request and what to do
 */
@Schema(
    description = "Problem details (RFC 9457)",
    example =
        """
        {"type":"about:blank","title":"A reason is needed","status":400,\
        "detail":"Every change is kept with its reason: send {\\"reason\\": \\"…\\"}"}\
        """)
public record Problem(String type, String title, int status, String detail) {
  static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(int status, String title, String detail) {
    return new Problem("about:blank", title, status, detail);
  }

  Response response() {
    return Response.status(status).type(MediaType.valueOf(MEDIA_TYPE)).entity(this).build();
  }

  WebApplicationException exception() {
    return new WebApplicationException(title, response());
  }

  /** What can be tried again after some seconds. */
  static WebApplicationException later(int status, String title, long seconds) {
    Problem problem = of(status, title, "Nothing changed; wait as long as Retry-After says");
    return new WebApplicationException(
        title, Response.fromResponse(problem.response()).header("Retry-After", seconds).build());
  }

  static WebApplicationException notFound(String what, Object id) {
    return of(404, "Not found", "There is no " + what + " '" + id + "'").exception();
  }

  static WebApplicationException badRequest(String title, String detail) {
    return of(400, title, detail).exception();
  }
}
