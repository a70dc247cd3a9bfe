package dev.samara.codec.http;

/**
 * Why what came is not a request that may be read on; where the next one begins is unknown.
 *
 * @param status what to answer: 400, 413, 414, 431, 501 or 505
 * @param reason one line for a human, without anything of what came
 */
public record HttpFault(int status, String reason) {}
