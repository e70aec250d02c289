package io.shangda.hub.route;

import jakarta.inject.Named;
import jakarta.inject.Singleton;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * The HTTP client for push connectors in YAML: sends a request once. The client's own default
 * repeats it after a 503 or a broken connection, and that could be two records above.
 */
@Named("pushHttpClient")
@Singleton
public final class PushHttpClient implements HttpClientConfigurer {
  @Override
  public void configureHttpClient(HttpClientBuilder builder) {
    builder
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching();
  }
}
