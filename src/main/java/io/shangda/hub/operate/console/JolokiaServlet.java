package io.shangda.hub.operate.console;

import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.operate.access.AccessLog;
import io.shangda.hub.store.Database;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebInitParam;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;
import org.jolokia.core.api.LogHandler;
import org.jolokia.server.core.config.Configuration;
import org.jolokia.server.core.http.AgentServlet;
import org.jolokia.server.core.service.api.Restrictor;

/**
 * Jolokia, Hawtio's way to JMX, with rights by role. The proxy to other JVMs is off: it would let a
 * viewer make the hub open connections.
 */
@WebServlet(
    name = "jolokia",
    urlPatterns = "/*",
    loadOnStartup = 1,
    initParams = {
      @WebInitParam(
          name = "disabledServices",
          value = "org.jolokia.service.jsr160.Jsr160RequestHandler"),
      @WebInitParam(name = "allowErrorDetails", value = "false"),
      @WebInitParam(name = "includeStackTrace", value = "false"),
      @WebInitParam(name = "discoveryEnabled", value = "false"),
      @WebInitParam(name = "agentDescription", value = "Shangda"),
      @WebInitParam(name = "mimeType", value = "application/json")
    })
public class JolokiaServlet extends AgentServlet {
  private static final long serialVersionUID = 1L;

  private final transient ThreadLocal<HttpServletRequest> current = new ThreadLocal<>();
  private final transient Supplier<ConsoleAudit> audit;
  private final transient Instance<AccessLog> notes;

  /**
   * The servlet is made before there is a database: what it needs of it is looked up at first use.
   */
  @Inject
  JolokiaServlet(Instance<Database> database, Instance<AuditLog> log, Instance<AccessLog> notes) {
    this.notes = notes;
    this.audit = () -> new ConsoleAudit(database.get(), log.get());
  }

  @Override
  protected Restrictor createRestrictor(Configuration configuration, LogHandler log) {
    return new RoleRestrictor(
        role -> {
          HttpServletRequest request = current.get();
          return request != null && request.isUserInRole(role);
        },
        (name, operation) -> {
          HttpServletRequest request = current.get();
          String user = request == null ? "" : String.valueOf(request.getRemoteUser());
          audit.get().operation(user, name, operation);
        },
        (name, operation) -> {
          HttpServletRequest request = current.get();
          String user = request == null ? "" : String.valueOf(request.getRemoteUser());
          String address = request == null ? "" : String.valueOf(request.getRemoteAddr());
          notes.get().note("access-refused", user, address, "Jolokia");
        });
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException, jakarta.servlet.ServletException {
    current.set(request);
    try {
      super.service(request, response);
    } finally {
      current.remove();
    }
  }
}
