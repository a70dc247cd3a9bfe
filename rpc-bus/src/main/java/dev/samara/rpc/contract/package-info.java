/**
 * The checked interface: {@code ServiceContract} and its {@code MethodContract}s say what goes in
 * and what comes out, and {@code ServiceNames} what a service is called. Not exported.
 */
package dev.samara.rpc.contract;
