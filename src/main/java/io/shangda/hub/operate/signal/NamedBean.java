package io.shangda.hub.operate.signal;

import java.util.Map;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.StandardMBean;

/**
 * An MBean whose operations say what they do and what they want to know; of a plain one the console
 * shows {@code p0}.
 */
final class NamedBean extends StandardMBean {
  private static final Map<String, String> OPERATIONS =
      Map.of(
          "pause", "暂停：直到恢复为止，不再拉取或报送 / Nothing is pulled or sent until it is resumed",
          "resume", "恢复 / Pull or send again when something is due",
          "pullNow", "立即拉取 / Due now; a free node pulls it at once",
          "resumeType", "恢复某类型：结束平台的限速、暂停或停止 / Ends what the target asked for a record type",
          "probe", "探测：暂停时只发一条到期数据 / Send one due delivery although it is paused");

  /**
   * @throws IllegalArgumentException if the bean does not implement the interface
   */
  <T> NamedBean(T bean, Class<T> face) {
    super(bean, face, false);
  }

  @Override
  protected String getDescription(MBeanOperationInfo operation) {
    return OPERATIONS.getOrDefault(operation.getName(), operation.getName());
  }

  @Override
  protected String getParameterName(
      MBeanOperationInfo operation, MBeanParameterInfo parameter, int number) {
    return isType(operation, number) ? "type" : "reason";
  }

  @Override
  protected String getDescription(
      MBeanOperationInfo operation, MBeanParameterInfo parameter, int number) {
    return isType(operation, number)
        ? "记录类型 / The record type, as TypeCommands shows it"
        : "理由，记入审计 / Why, in your own words; kept in the audit event";
  }

  private static boolean isType(MBeanOperationInfo operation, int number) {
    return number == 0 && operation.getSignature().length > 1;
  }
}
