package io.shangda.hub.support;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A pool of one connection, which does not wait for it to come back. */
final class OnlyConnection {
  private final DataSource source;
  private final AtomicBoolean out = new AtomicBoolean();

  OnlyConnection(DataSource source) {
    this.source = source;
  }

  DataSource source() {
    return proxy(
        DataSource.class,
        (method, arguments) ->
            method.getName().equals("getConnection") ? take() : call(source, method, arguments));
  }

  private Connection take() throws Exception {
    if (!out.compareAndSet(false, true)) {
      throw new SQLException("the only connection is in use", "08001");
    }
    Connection connection = source.getConnection();
    return proxy(
        Connection.class,
        (method, arguments) -> {
          if (method.getName().equals("close")) {
            out.set(false);
          }
          return call(connection, method, arguments);
        });
  }

  @FunctionalInterface
  private interface Call {
    @Nullable Object make(Method method, Object @Nullable [] arguments) throws Exception;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> call.make(method, arguments)));
  }

  private static @Nullable Object call(Object on, Method method, Object @Nullable [] arguments)
      throws Exception {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
