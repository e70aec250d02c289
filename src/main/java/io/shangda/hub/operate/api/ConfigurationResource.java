package io.shangda.hub.operate.api;

import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.ConfigMistake;
import io.shangda.hub.config.ConfigReader;
import io.shangda.hub.config.RouteFiles;
import io.shangda.hub.operate.ConfigChecks;
import io.shangda.hub.operate.configure.Configurations;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The configuration that every node runs. */
@Path("/configuration")
@Tag(name = "configuration")
@RolesAllowed("viewer")
public class ConfigurationResource {
  private final Configurations configurations;
  private final Caller caller;

  ConfigurationResource(Configurations configurations, Caller caller) {
    this.configurations = configurations;
    this.caller = caller;
  }

  /** A configuration to apply. */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  record Wanted(
      @Schema(description = "The folder config/ as a zip, in Base64; paths begin below config/")
          byte @Nullable [] zip,
      @Nullable String reason) {}

  @GET
  @Operation(summary = "The newest configuration", description = "Role: viewer.")
  public Configurations.Row newest() {
    return configurations.newest();
  }

  @POST
  @RolesAllowed("admin")
  @Operation(
      summary = "Apply a configuration",
      description =
          "Role: admin. Checked as a whole first; with one mistake nothing is applied (422). Every"
              + " node takes it over within seconds. The command 'apply' makes this request.")
  public Configurations.Applied apply(@Nullable Wanted wanted) {
    if (wanted == null || wanted.zip() == null) {
      throw Problem.badRequest("A configuration is needed", "Send {\"zip\": …, \"reason\": …}");
    }
    ConfigFiles files = files(wanted.zip());
    RouteFiles routes = RouteFiles.read(java.nio.file.Path.of("routes"));
    ConfigReader.Result read = ConfigChecks.reader().read(files, routes.connectors());
    if (read instanceof ConfigReader.Result.Bad bad) {
      throw Problem.of(
              422,
              "The configuration has mistakes",
              bad.mistakes().stream()
                  .map(ConfigMistake::toString)
                  .collect(Collectors.joining("\n")))
          .exception();
    }
    return configurations.apply(files, caller.with(wanted.reason()));
  }

  private static ConfigFiles files(byte[] zip) {
    try {
      return ConfigFiles.ofZip(zip);
    } catch (UncheckedIOException e) {
      throw Problem.badRequest("The zip is unreadable", String.valueOf(e.getCause()));
    }
  }
}
