<?php

// What Byway is told: every sign-up and every sale.

declare(strict_types=1);

require_once __DIR__ . '/outbox.php';

function is_refer_a_friend(): bool
{
    return getenv('PROGRAM_TYPE') === 'refer-a-friend';
}

/** The parameter of your referral links: https://shop.example.com/?aff=KEY */
function link_parameter(): string
{
    return getenv('LINK_PARAMETER') ?: (is_refer_a_friend() ? 'ref' : 'aff');
}

/** Call it for everybody who signs up. The key is null when nobody referred them, and may be any nonsense. */
function report_sign_up(array $user, ?string $referralKey): void
{
    tell('customer', '/v1/customers', [
        (is_refer_a_friend() ? 'id' : 'key') => $user['id'],
        'email' => $user['email'],
        'name' => $user['name'],
        (is_refer_a_friend() ? 'referring_customer' : 'partner') => ['key' => $referralKey],
    ]);
}

/** Call it when the money is there, as often as you like: an order is counted once. */
function report_sale(array $order): void
{
    tell('transaction', '/v1/transactions', [
        'key' => $order['id'],
        'product_id' => $order['product'],
        ...sale_of($order['user_id'], $order['cents'], 'sale'),
    ]);
}

/** A payment without an id of its own. Its Idempotency-Key is made once, here: every repeat carries the same. */
function report_payment_without_id(int $userId, int $cents, string $action): void
{
    tell('transaction', '/v1/transactions', sale_of($userId, $cents, $action), bin2hex(random_bytes(16)));
}

function sale_of(int $userId, int $cents, string $action): array
{
    return [
        // The shop counts in cents and Byway in major units: 99.99. Leave out tax and shipping if they earn nothing.
        'amount' => $cents / 100,
        'amount_units' => 'USD',
        'action' => $action,
        'customer' => [(is_refer_a_friend() ? 'id' : 'key') => $userId],
    ];
}
