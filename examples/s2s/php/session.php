<?php

// The shop's own session, and the referral key that is kept in it from the landing to the sign-up.

declare(strict_types=1);

const SESSION_SECONDS = 30 * 24 * 60 * 60; // As long as a referral should count.
const LONGEST_REFERRAL_KEY = 200; // The longest key worth keeping; Byway's are shorter.

function open_session(): void
{
    session_start([
        'name' => 'shop_session',
        'cookie_httponly' => true,
        'cookie_samesite' => 'Lax',
        'cookie_secure' => !empty($_SERVER['HTTPS']),
        'cookie_lifetime' => SESSION_SECONDS,
        'gc_maxlifetime' => SESSION_SECONDS,
        'use_strict_mode' => true,
    ]);
}

/** Call it for every page a visitor can land on. The last link clicked wins; a visit without one changes nothing. */
function keep_referral(string $parameter): void
{
    $key = $_GET[$parameter] ?? '';
    if (is_string($key) && $key !== '') {
        $_SESSION['referral_key'] = substr($key, 0, LONGEST_REFERRAL_KEY);
    }
}
