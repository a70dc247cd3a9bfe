package dev.samara.rpc.call;

import java.util.Optional;

/**
 * What the callee threw, as far as it tells.
 *
 * @param className the simple name of the exception's class
 * @param code the error code, if it was a {@link ServiceException}
 * @param stack its stack trace, only from a callee in debug mode
 */
public record CalleeError(String className, Optional<String> code, Optional<String> stack) {}
