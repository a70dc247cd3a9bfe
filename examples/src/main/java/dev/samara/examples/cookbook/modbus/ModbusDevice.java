package dev.samara.examples.cookbook.modbus;

import dev.samara.net.connection.Connection;
import dev.samara.net.route.ConnectionHandler;
import io.vertx.core.buffer.Buffer;

/**
 * A device with holding registers of 16 bits, read with function 3, written with 6 and 16 (Modbus
 * Application Protocol, sections 6.3, 6.6 and 6.12). All its connections share them; any thread.
 */
public final class ModbusDevice implements ConnectionHandler {

  private static final int READ = 3;
  private static final int WRITE_ONE = 6;
  private static final int WRITE_MORE = 16;
  private static final int MAX_READ = 125;
  private static final int MAX_WRITTEN = 123;

  private static final int ILLEGAL_FUNCTION = 1;
  private static final int ILLEGAL_ADDRESS = 2;
  private static final int ILLEGAL_VALUE = 3;
  private static final int FAILED = 0x80;

  /** Where transaction and unit are in a message, and where the function's data begins. */
  private static final int UNIT = 6;

  private static final int FUNCTION = 7;
  private static final int ADDRESS = 8;
  private static final int VALUE = 10;
  private static final int WRITTEN_BYTES = 12;
  private static final int WRITTEN = 13;

  private final short[] registers;

  /**
   * Makes a device whose registers are 0.
   *
   * @param count how many it has, from address 0 on
   */
  public ModbusDevice(int count) {
    this.registers = new short[count];
  }

  @Override
  public synchronized void message(Connection connection, Buffer message) {
    var data =
        switch (message.getByte(FUNCTION)) {
          case READ -> read(message);
          case WRITE_ONE -> writeOne(message);
          case WRITE_MORE -> writeMore(message);
          default -> failure(message, ILLEGAL_FUNCTION);
        };
    // The head again, with the length of what follows it.
    var answer = Buffer.buffer().appendBuffer(message, 0, 4).appendUnsignedShort(1 + data.length());
    connection.post(answer.appendByte(message.getByte(UNIT)).appendBuffer(data));
  }

  private Buffer read(Buffer message) {
    if (message.length() != WRITTEN_BYTES) {
      return failure(message, ILLEGAL_VALUE);
    }
    var from = message.getUnsignedShort(ADDRESS);
    var count = message.getUnsignedShort(VALUE);
    if (count < 1 || count > MAX_READ) {
      return failure(message, ILLEGAL_VALUE);
    }
    if (from + count > registers.length) {
      return failure(message, ILLEGAL_ADDRESS);
    }
    var answer = function(READ).appendUnsignedByte((short) (Short.BYTES * count));
    for (var i = from; i < from + count; i++) {
      answer.appendShort(registers[i]);
    }
    return answer;
  }

  private Buffer writeOne(Buffer message) {
    if (message.length() != WRITTEN_BYTES) {
      return failure(message, ILLEGAL_VALUE);
    }
    var address = message.getUnsignedShort(ADDRESS);
    if (address >= registers.length) {
      return failure(message, ILLEGAL_ADDRESS);
    }
    registers[address] = message.getShort(VALUE);
    return message.getBuffer(FUNCTION, message.length());
  }

  private Buffer writeMore(Buffer message) {
    if (message.length() <= WRITTEN) {
      return failure(message, ILLEGAL_VALUE);
    }
    var from = message.getUnsignedShort(ADDRESS);
    var count = message.getUnsignedShort(VALUE);
    var bytes = Short.BYTES * count;
    if (count < 1
        || count > MAX_WRITTEN
        || message.getUnsignedByte(WRITTEN_BYTES) != bytes
        || message.length() != WRITTEN + bytes) {
      return failure(message, ILLEGAL_VALUE);
    }
    if (from + count > registers.length) {
      return failure(message, ILLEGAL_ADDRESS);
    }
    for (var i = 0; i < count; i++) {
      registers[from + i] = message.getShort(WRITTEN + Short.BYTES * i);
    }
    return message.getBuffer(FUNCTION, WRITTEN_BYTES);
  }

  private static Buffer failure(Buffer message, int reason) {
    var function = message.getUnsignedByte(FUNCTION) | FAILED;
    return function(function).appendByte((byte) reason);
  }

  private static Buffer function(int function) {
    return Buffer.buffer().appendByte((byte) function);
  }
}
