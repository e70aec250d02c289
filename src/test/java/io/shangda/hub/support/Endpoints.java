package io.shangda.hub.support;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that answers HTTP in the hub: the admin API by its annotations, and the rest. */
public final class Endpoints {
  private static final String API = "io.shangda.hub.operate.api";
  private static final Map<Class<? extends Annotation>, String> METHODS =
      Map.of(GET.class, "GET", POST.class, "POST", PUT.class, "PUT", DELETE.class, "DELETE");

  private Endpoints() {}

  /**
   * One method at one path.
   *
   * @param path parameters filled in with 1
   * @param roles that may use it; empty: everyone who is logged in
   */
  public record Endpoint(String method, String path, Set<String> roles) {}

  /** The admin API, in the order of its paths. */
  public static List<Endpoint> ofApi() {
    List<Endpoint> all = new ArrayList<>();
    new ClassFileImporter()
        .importPackages(API)
        .forEach(
            found -> {
              if (found.isAnnotatedWith(Path.class)) {
                all.addAll(of(found.reflect()));
              }
            });
    all.sort(Comparator.comparing(Endpoint::path).thenComparing(Endpoint::method));
    return List.copyOf(all);
  }

  /** What is served beside it; of the console's page its entry and one file. */
  public static List<Endpoint> besideApi() {
    Set<String> viewer = Set.of("viewer");
    return List.of(
        new Endpoint("GET", "/q/metrics", viewer),
        new Endpoint("GET", "/q/openapi", Set.of()),
        new Endpoint("GET", "/hawtio/", Set.of()),
        new Endpoint("GET", "/hawtio/user", Set.of()),
        new Endpoint("GET", "/hawtio/index.html", Set.of()),
        new Endpoint("GET", "/hawtio/jolokia", viewer),
        new Endpoint("POST", "/hawtio/jolokia", viewer),
        new Endpoint("GET", "/hawtio/auth/logout", Set.of()));
  }

  public static List<Endpoint> all() {
    List<Endpoint> all = new ArrayList<>(ofApi());
    all.addAll(besideApi());
    return List.copyOf(all);
  }

  private static List<Endpoint> of(Class<?> resource) {
    List<Endpoint> found = new ArrayList<>();
    for (Method method : resource.getDeclaredMethods()) {
      METHODS.forEach(
          (annotation, name) -> {
            if (method.isAnnotationPresent(annotation)) {
              found.add(new Endpoint(name, path(resource, method), roles(resource, method)));
            }
          });
    }
    return found;
  }

  private static String path(Class<?> resource, Method method) {
    Path own = method.getAnnotation(Path.class);
    String path =
        "/api/v1/"
            + resource.getAnnotation(Path.class).value()
            + "/"
            + (own == null ? "" : own.value());
    return path.replaceAll("/+", "/").replaceAll("/$", "").replaceAll("\\{[^}]*}", "1");
  }

  private static Set<String> roles(Class<?> resource, Method method) {
    @Nullable RolesAllowed allowed = method.getAnnotation(RolesAllowed.class);
    if (allowed == null) {
      allowed = resource.getAnnotation(RolesAllowed.class);
    }
    return allowed == null ? Set.of() : Set.of(allowed.value());
  }
}
