/**
 * Which served call the code that runs now belongs to: nested calls inherit its deadline, and end
 * with it. Not exported; services see it as {@code Call.current()}.
 */
package dev.samara.rpc.scope;
