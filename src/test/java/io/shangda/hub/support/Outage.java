package io.shangda.hub.support;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Takes a database away and gives it back: what it gives no connection for. */
public final class Outage {
  private volatile boolean away;

  public void begin() {
    away = true;
  }

  public void end() {
    away = false;
  }

  DataSource over(DataSource source) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (away) {
                throw new SQLException("Connection refused", "08001");
              }
              try {
                return method.invoke(source, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
