/**
 * Converters made of parts: a framing and a codec of whole values define a wire protocol, see
 * {@link dev.samara.codec.convert.Converters}; and a converter of bytes serves as a framing, see
 * {@link dev.samara.codec.convert.ConverterFraming}.
 */
package dev.samara.codec.convert;
