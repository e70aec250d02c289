package io.shangda.hub.operate.api;

import io.shangda.hub.operate.query.Findings;
import io.shangda.hub.operate.query.Slice;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/")
@Tag(name = "findings")
@RolesAllowed("viewer")
public class FindingResource {
  private final Findings findings;

  FindingResource(Findings findings) {
    this.findings = findings;
  }

  /** What restricts a list of findings. */
  public static class Which {
    @QueryParam("source")
    @Nullable String source;

    @QueryParam("type")
    @Nullable String type;

    @QueryParam("rule")
    @Nullable String rule;

    @QueryParam("field")
    @Nullable String field;

    Findings.Filter of(String severity) {
      return new Findings.Filter(severity, source, type, rule, field);
    }
  }

  /**
   * Open findings.
   *
   * @param groups by source, type, rule and field, the largest first; of the first part only
   * @param items one by one
   */
  record Report(List<Findings.Group> groups, List<Findings.Item> items, @Nullable String next) {}

  @GET
  @Path("rejections")
  @Operation(
      summary = "Why records are rejected, grouped by field and rule",
      description = "Role: viewer. The owner mends them at the source; the next pull settles them.")
  public Report rejections(@BeanParam Which which, @BeanParam Page page) {
    return report(which.of("reject"), page);
  }

  @GET
  @Path("holds")
  @Operation(
      summary = "What waits for a person, grouped by field and rule",
      description = "Role: viewer. Release, refuse or clear by the record's id or by the rule.")
  public Report holds(@BeanParam Which which, @BeanParam Page page) {
    return report(which.of("hold"), page);
  }

  @GET
  @Path("unreadables")
  @Operation(
      summary = "What could not be read",
      description = "Role: viewer. With the page or file and the place in it.")
  public Report unreadables(@BeanParam Which which, @BeanParam Page page) {
    return report(which.of("unreadable"), page);
  }

  private Report report(Findings.Filter filter, Page page) {
    Slice<Findings.Item> items = findings.list(filter, page.after(), page.limit());
    List<Findings.Group> groups = page.after() == null ? findings.groups(filter) : List.of();
    return new Report(groups, items.items(), items.next());
  }
}
