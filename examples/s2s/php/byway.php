<?php

// Calls Byway. This runs on the server only: whoever has the API key can read and write the whole program.

declare(strict_types=1);

const BYWAY_CONNECT_SECONDS = 3;
const BYWAY_TIMEOUT_SECONDS = 5; // Without it a connection that hangs would be waited for for ever.

/** A call that did not succeed. $isTemporary: the same call may succeed later. */
final class BywayError extends RuntimeException
{
    public function __construct(string $message, public readonly bool $isTemporary)
    {
        parent::__construct($message);
    }
}

/**
 * Sends something once. A call that ran into a timeout may have arrived: repeat it with the same keys.
 * Returns the resource, and the id of the journal entry that explains it.
 */
function byway_post(string $path, array $body, ?string $idempotencyKey = null): array
{
    return byway_call('POST', $path, $body, $idempotencyKey);
}

/** Why Byway decided as it did, as one sentence. $entry is the Byway-Entry header of what you sent. */
function byway_explain(string $entry): string
{
    [$data] = byway_call('GET', '/v1/journal/' . rawurlencode($entry));
    return "{$data['decision']['code']}: {$data['decision']['sentence']}";
}

function byway_call(string $method, string $path, ?array $body = null, ?string $idempotencyKey = null): array
{
    $apiKey = getenv('BYWAY_API_KEY') ?: throw new BywayError('Set BYWAY_API_KEY to your API key.', true);
    $headers = ["Authorization: Bearer $apiKey", 'Accept: application/json'];
    if ($idempotencyKey !== null) {
        $headers[] = "Idempotency-Key: $idempotencyKey";
    }

    $request = curl_init(rtrim(getenv('BYWAY_URL') ?: 'http://127.0.0.1:5080', '/') . $path);
    if ($body !== null) {
        $headers[] = 'Content-Type: application/json';
        curl_setopt($request, CURLOPT_POSTFIELDS, to_json($body));
    }

    $entry = null;
    curl_setopt_array($request, [
        CURLOPT_CUSTOMREQUEST => $method,
        CURLOPT_HTTPHEADER => $headers,
        CURLOPT_CONNECTTIMEOUT => BYWAY_CONNECT_SECONDS,
        CURLOPT_TIMEOUT => BYWAY_TIMEOUT_SECONDS,
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_HEADERFUNCTION => function ($_, string $line) use (&$entry): int {
            if (stripos($line, 'Byway-Entry:') === 0) {
                $entry = trim(substr($line, strlen('Byway-Entry:')));
            }
            return strlen($line);
        },
    ]);

    $text = curl_exec($request);
    $answer = is_string($text) ? json_decode($text, true) : null;
    if (!is_array($answer)) {
        $why = curl_error($request) ?: 'the answer is no JSON';
        throw new BywayError("$method $path: $why", true);
    }

    $status = curl_getinfo($request, CURLINFO_RESPONSE_CODE);
    if ($status >= 200 && $status < 300) {
        return [$answer['data'], (string) $entry];
    }

    // 401, 403 and 404 are mended by another API key or address, which is no fault of what is told; unless Byway
    // itself says that what the path names is not there. 409: the same call is still being worked on. 429: too fast.
    // 5xx: the server's trouble. 3xx: another address.
    $isMended = in_array($status, [401, 403, 404, 408, 409, 429], true) && ($answer['code'] ?? '') !== 'not_found';
    $isTemporary = $isMended || $status < 400 || $status >= 500;
    $faults = isset($answer['errors']) ? to_json($answer['errors']) : '';
    throw new BywayError("$method $path: $status " . ($answer['message'] ?? '') . " $faults", $isTemporary);
}

/** A key from a link can be any bytes: what is no UTF-8 is replaced, so that it cannot make a sign-up fail. */
function to_json(mixed $value): string
{
    return json_encode(
        $value,
        JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE,
    );
}
