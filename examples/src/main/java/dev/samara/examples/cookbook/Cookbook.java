package dev.samara.examples.cookbook;

import dev.samara.codec.Framing;
import dev.samara.examples.cookbook.memcached.MemcachedParser;
import dev.samara.examples.cookbook.memcached.MemcachedStore;
import dev.samara.examples.cookbook.modbus.ModbusDevice;
import dev.samara.examples.cookbook.modbus.ModbusParser;
import dev.samara.examples.cookbook.nmea.NmeaFraming;
import dev.samara.examples.cookbook.nmea.PositionService;
import dev.samara.examples.cookbook.resp.RespParser;
import dev.samara.examples.cookbook.resp.RespStore;
import dev.samara.examples.cookbook.syslog.SyslogCollector;
import dev.samara.examples.cookbook.syslog.SyslogFraming;
import dev.samara.net.Hub;
import dev.samara.net.Listener;
import dev.samara.net.ListenerOptions;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * A program of its own: the five services on five ports. Try {@code redis-cli -p 7420 set k v}, or
 * {@code mbpoll -m tcp -p 7424 -1 127.0.0.1}.
 */
public final class Cookbook {

  private static final int MAX_MESSAGE_BYTES = 1024 * 1024;
  private static final int MAX_SYSLOG_BYTES = 8 * 1024;
  private static final int REGISTERS = 1000;
  private static final int KEPT_LOG_MESSAGES = 1000;

  private Cookbook() {}

  /**
   * Starts the five on ports 7420 to 7424.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    var vertx = Vertx.vertx();
    Hub.start(vertx, "cookbook")
        .compose(hub -> start(hub, new SyslogCollector(KEPT_LOG_MESSAGES), 7420))
        .onSuccess(_ ->
            System.out.println(
                "resp on 7420, memcached on 7421, syslog on 7422, nmea on 7423, modbus on 7424"))
        .onFailure(cause -> {
          System.err.println(cause.getMessage());
          vertx.close();
        });
  }

  /**
   * Starts the five on consecutive ports.
   *
   * @param hub has them from now on
   * @param collector gets the log messages
   * @param firstPort the first port; 0 for any five
   * @return completes when all listen
   */
  public static Future<Void> start(Hub hub, SyslogCollector collector, int firstPort) {
    var next = firstPort == 0 ? 0 : 1;
    var resp = RespParser.framing(MAX_MESSAGE_BYTES);
    var memcached = MemcachedParser.framing(MAX_MESSAGE_BYTES);
    var syslog = new SyslogFraming(MAX_SYSLOG_BYTES);
    var modbus = ModbusParser.framing();
    return Future.all(
            listen(hub, firstPort, resp, new RespStore()),
            listen(hub, firstPort + next, memcached, new MemcachedStore()),
            listen(hub, firstPort + 2 * next, syslog, collector),
            listen(hub, firstPort + 3 * next, new NmeaFraming(), new PositionService()),
            listen(hub, firstPort + 4 * next, modbus, new ModbusDevice(REGISTERS)))
        .mapEmpty();
  }

  private static Future<Listener> listen(
      Hub hub, int port, Framing framing, ConnectionHandler handler) {
    var options = ListenerOptions.tcp(framing.name(), port, framing);
    return hub.listen(options, Routes.handler(() -> handler));
  }
}
