package io.shangda.hub.operate.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * What Hawtio's pages need of JMX, and no more: whatever a library registers besides is neither
 * seen nor called, so that a new version of one opens nothing. No attribute is ever written.
 */
final class JolokiaRights {
  private static final Set<String> ALL = Set.of();

  /**
   * Some MBeans.
   *
   * @param attributes that may be read; empty: all
   * @param shown operations a viewer may call, because they change nothing and show no payload
   * @param operated operations an operator may call
   */
  private record Right(
      ObjectName beans, Set<String> attributes, Set<String> shown, Set<String> operated) {}

  private static final List<Right> RIGHTS = new ArrayList<>();

  static {
    operate(
        "io.shangda.hub:type=Source,*",
        ALL,
        Set.of("showAbsences"),
        Set.of(
            "pullNow",
            "pause",
            "resume",
            "showCursor",
            "setCursorBack",
            "beginAnew",
            "passOverPage",
            "releaseAbsences",
            "keepAbsences",
            "undoAbsences"));
    operate(
        "io.shangda.hub:type=Target,*",
        ALL,
        Set.of(),
        Set.of("pause", "resume", "resumeType", "probe"));
    show(
        "org.apache.camel:type=context,*",
        Set.of(
            "CamelId",
            "CamelVersion",
            "CamelDescription",
            "ManagementName",
            "State",
            "Uptime",
            "UptimeMillis",
            "StartDate",
            "TotalRoutes",
            "StartedRoutes",
            "Tracing",
            "MessageHistory",
            "Load01",
            "Load05",
            "Load15",
            "LoadThroughput",
            "Timeout",
            "TimeUnit",
            "ShutdownNowOnTimeout",
            "AllowUseOriginalMessage",
            "UseBreadcrumb",
            "UseMDCLogging",
            "StatisticsEnabled",
            "StatisticsLevel",
            "ExchangesTotal",
            "ExchangesCompleted",
            "ExchangesFailed",
            "ExchangesInflight",
            "FailuresHandled",
            "Redeliveries",
            "ExternalRedeliveries",
            "MinProcessingTime",
            "MaxProcessingTime",
            "MeanProcessingTime",
            "LastProcessingTime",
            "DeltaProcessingTime",
            "TotalProcessingTime",
            "IdleSince",
            "ResetTimestamp",
            "FirstExchangeCompletedTimestamp",
            "LastExchangeCompletedTimestamp",
            "FirstExchangeFailureTimestamp",
            "LastExchangeFailureTimestamp",
            "LastExchangeCreatedTimestamp"),
        "dumpRoutesAsXml",
        "dumpRoutesAsYaml",
        "dumpRoutesStatsAsXml",
        "dumpStructuresRoutesAsXml",
        "dumpRoutesCoverageAsXml",
        "componentNames",
        "dumpRoutesSourceLocationsAsXml");
    operate(
        "org.apache.camel:type=routes,*",
        ALL,
        Set.of(
            "dumpRouteAsXml",
            "dumpRouteAsYaml",
            "dumpRouteStatsAsXml",
            "dumpRouteSourceLocationsAsXml",
            "dumpRouteCoverageAsXml"),
        Set.of("start", "stop", "suspend", "resume", "restart", "reset"));
    for (String type :
        List.of("consumers", "producers", "processors", "threadpools", "errorhandlers", "health")) {
      show("org.apache.camel:type=" + type + ",*", ALL);
    }
    show(
        "org.apache.camel:type=endpoints,*",
        Set.of(
            "CamelId",
            "CamelManagementName",
            "EndpointUri",
            "EndpointBaseUri",
            "State",
            "Singleton",
            "RemoteAddress",
            "Component",
            "Remote"));
    show("org.apache.camel:type=components,*", Set.of("CamelId", "ComponentName", "State"));
    show(
        "org.apache.camel:type=services,name=DefaultRuntimeEndpointRegistry,*",
        Set.of("Enabled", "Size", "Limit"),
        "endpointStatistics");
    show("org.apache.camel:type=services,name=DefaultInflightRepository,*", Set.of("Size"));
    show(
        "org.apache.camel:type=services,name=DefaultRestRegistry,*",
        Set.of("NumberOfRestServices"),
        "listRestServices");
    for (String type :
        List.of(
            "Memory",
            "OperatingSystem",
            "ClassLoading",
            "Compilation",
            "MemoryPool,*",
            "MemoryManager,*",
            "GarbageCollector,*")) {
      show("java.lang:type=" + type, ALL);
    }
    show("java.lang:type=Threading", ALL, "dumpAllThreads");
    show(
        "java.lang:type=Runtime",
        Set.of(
            "Name",
            "Pid",
            "SpecName",
            "SpecVersion",
            "StartTime",
            "Uptime",
            "VmName",
            "VmVendor",
            "VmVersion"));
    show("java.nio:type=BufferPool,*", ALL);
    show(
        "org.apache.activemq.artemis:broker=*",
        Set.of(
            "Started",
            "Uptime",
            "ConnectionCount",
            "TotalMessageCount",
            "TotalConsumerCount",
            "AddressMemoryUsage",
            "DiskStoreUsage",
            "AddressNames",
            "QueueNames",
            "Name",
            "Version"));
    show(
        "org.apache.activemq.artemis:component=addresses,*",
        Set.of(
            "Address",
            "AddressSize",
            "ConsumerCount",
            "DeliveringCount",
            "Durable",
            "MessageCount",
            "MessagesAcknowledged",
            "MessagesAdded",
            "MessagesExpired",
            "MessagesKilled",
            "Name",
            "NumberOfMessages",
            "Paused",
            "QueueNames",
            "RoutingType",
            "RoutingTypes"));
  }

  private JolokiaRights() {}

  static boolean isSeen(ObjectName bean) {
    return RIGHTS.stream().anyMatch(right -> right.beans().apply(bean));
  }

  static boolean isRead(ObjectName bean, String attribute) {
    return RIGHTS.stream()
        .filter(right -> right.beans().apply(bean))
        .anyMatch(right -> right.attributes().isEmpty() || right.attributes().contains(attribute));
  }

  /**
   * @param operation with or without its signature
   */
  static boolean isShown(ObjectName bean, String operation) {
    return RIGHTS.stream()
        .filter(right -> right.beans().apply(bean))
        .anyMatch(right -> right.shown().contains(nameOf(operation)));
  }

  static boolean isOperated(ObjectName bean, String operation) {
    return RIGHTS.stream()
        .filter(right -> right.beans().apply(bean))
        .anyMatch(right -> right.operated().contains(nameOf(operation)));
  }

  private static String nameOf(String operation) {
    int signature = operation.indexOf('(');
    return signature < 0 ? operation : operation.substring(0, signature);
  }

  private static void show(String beans, Set<String> attributes, String... operations) {
    operate(beans, attributes, Set.of(operations), Set.of());
  }

  private static void operate(
      String beans, Set<String> attributes, Set<String> shown, Set<String> operated) {
    try {
      RIGHTS.add(new Right(new ObjectName(beans), attributes, shown, operated));
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException(beans, e);
    }
  }
}
