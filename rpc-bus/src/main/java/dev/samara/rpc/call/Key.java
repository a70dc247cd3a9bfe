package dev.samara.rpc.call;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The parameter of a method whose value, as text, is the key of the call: where a client is
 * balanced by key, calls with the same key go to the same node. {@link CallOptions#withKey} goes
 * before it; null is no key.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Key {}
