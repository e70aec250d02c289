package io.shangda.hub.operate.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The admin API as a whole. */
@ApplicationPath("/api/v1")
@OpenAPIDefinition(
    info =
        @Info(
            title = "Shangda admin API",
            version = "1",
            description =
                """
                See what the hub did with every record, and act on it. Roles: viewer (reads), \
                operator (viewer; pulls, pauses, releases, replays), admin (operator; reprocesses \
                and purges), security (users and tokens), auditor (viewer; reads evidence). Every \
                change needs a reason and is an audit event. Errors are problem details (RFC 9457). \
                Lists are given in parts: send 'next' as 'after'.""",
            license =
                @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
    security = {@SecurityRequirement(name = "basic"), @SecurityRequirement(name = "bearer")},
    tags = {
      @Tag(name = "ledger", description = "Is anything lost?"),
      @Tag(name = "sources", description = "Lower systems"),
      @Tag(name = "targets", description = "Upper platforms"),
      @Tag(name = "records", description = "Where is my record, and why?"),
      @Tag(name = "findings", description = "Rejections, holds and what could not be read"),
      @Tag(name = "dead letters", description = "What a target refused for good"),
      @Tag(name = "audit", description = "Who did what, when"),
      @Tag(name = "configuration", description = "What every node runs"),
      @Tag(name = "users", description = "Users and tokens")
    })
@SecurityScheme(securitySchemeName = "basic", type = SecuritySchemeType.HTTP, scheme = "basic")
@SecurityScheme(
    securitySchemeName = "bearer",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    description = "A token made at POST /api/v1/tokens")
public class AdminApi extends Application {}
