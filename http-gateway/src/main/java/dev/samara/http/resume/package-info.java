/**
 * The two protocols for uploads that come in parts, as header fields: tus 1.0 and the IETF's draft.
 * What a request means is told to the store in its own words ({@link
 * dev.samara.http.upload.PartialRequest}, {@link dev.samara.http.upload.AppendRequest}); neither
 * the store nor the handler knows the protocols. Not exported.
 */
package dev.samara.http.resume;
