package dev.samara.http.resume;

import dev.samara.http.upload.PartialRequest;
import java.util.List;

/**
 * A request that begins an upload.
 *
 * @param upload what it will be
 * @param appends whether the body of the request, or its being empty, is the first part
 * @param composition what a final upload is composed of, as it was sent; empty for any other
 * @param components identities of what it is composed of
 */
public record Creation(
    PartialRequest upload, boolean appends, String composition, List<String> components) {}
