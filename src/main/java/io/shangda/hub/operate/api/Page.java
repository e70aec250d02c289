package io.shangda.hub.operate.api;

import io.shangda.hub.operate.query.Slice;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which part of a list a request asks for. */
public class Page {
  @QueryParam("after")
  @Parameter(description = "the 'next' of the part before; nothing for the first part")
  @Nullable Long after;

  @QueryParam("limit")
  @DefaultValue("100")
  @Parameter(description = "most items to give, 1 to 1000")
  int limit;

  @Nullable Long after() {
    return after;
  }

  int limit() {
    if (limit < 1 || limit > Slice.MAX) {
      throw Problem.badRequest("Bad limit", "'limit' is 1 to " + Slice.MAX + ", not " + limit);
    }
    return limit;
  }
}
