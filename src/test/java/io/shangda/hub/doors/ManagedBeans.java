package io.shangda.hub.doors;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What is registered in another process, asked past all doors: as its own user may, by attaching.
 */
final class ManagedBeans {
  /**
   * One of them.
   *
   * @param operations with their signatures, as Jolokia names them
   */
  record Bean(ObjectName name, List<String> attributes, List<Operation> operations) {}

  /**
   * @param name with its signature
   */
  record Operation(String name, int parameters) {}

  private ManagedBeans() {}

  @SuppressWarnings("BanJNDI") // the address is that of a process which the test has started
  static List<Bean> of(long process) throws IOException, JMException {
    String address;
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(process));
      address = machine.startLocalManagementAgent();
      machine.detach();
    } catch (AttachNotSupportedException e) {
      throw new IOException(e);
    }
    try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
      MBeanServerConnection server = connector.getMBeanServerConnection();
      List<Bean> beans = new ArrayList<>();
      for (ObjectName name : server.queryNames(null, null)) {
        try {
          beans.add(bean(server, name));
        } catch (InstanceNotFoundException e) {
          continue; // gone meanwhile
        }
      }
      return beans;
    }
  }

  private static Bean bean(MBeanServerConnection server, ObjectName name)
      throws IOException, JMException {
    var info = server.getMBeanInfo(name);
    return new Bean(
        name,
        Stream.of(info.getAttributes()).map(MBeanAttributeInfo::getName).toList(),
        Stream.of(info.getOperations()).map(ManagedBeans::operation).toList());
  }

  private static Operation operation(MBeanOperationInfo operation) {
    String signature =
        Stream.of(operation.getSignature())
            .map(MBeanParameterInfo::getType)
            .collect(Collectors.joining(","));
    return new Operation(
        operation.getName() + "(" + signature + ")", operation.getSignature().length);
  }
}
