<?php

// A shop whose pages carry the snippet and whose backend reports sign-ups and sales: the cookie says who referred, the
// API key stays here. In a refer-a-friend program the cookie is partnero_referral, and customers have an id and a
// referring_customer in place of key and partner.

declare(strict_types=1);

$byway = getenv('BYWAY_URL') ?: 'http://127.0.0.1:5080';
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);

function tell(string $what, string $path, array $body): void
{
    // A shop of yours keeps what it could not tell and tells it again: see examples/s2s.
    $request = curl_init($GLOBALS['byway'] . $path);
    curl_setopt_array($request, [
        CURLOPT_POSTFIELDS => json_encode($body, JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR),
        CURLOPT_HTTPHEADER => ['Authorization: Bearer ' . getenv('BYWAY_API_KEY'), 'Content-Type: application/json'],
        CURLOPT_TIMEOUT => 5,
        CURLOPT_RETURNTRANSFER => true,
    ]);
    $text = curl_exec($request);
    $answer = is_string($text) ? json_decode($text, true) : null;
    if (($answer['status'] ?? 0) === 1) {
        log_line($what . ' ' . json_encode($answer['data'], JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE));
    } else {
        log_line('byway: ' . ($answer['message'] ?? curl_error($request)));
    }
}

function log_line(string $line): void
{
    file_put_contents('php://stderr', $line . "\n");
}

if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
    header('Content-Type: text/html; charset=utf-8');
    $page = file_get_contents(__DIR__ . '/../page.html');
    echo str_replace(['BYWAY_URL', 'PROGRAM_ID'], [$byway, getenv('BYWAY_PROGRAM')], $page);
} elseif ($path === '/signup') {
    $customer = bin2hex(random_bytes(8)); // your own id of the customer
    tell('customer', '/v1/customers', [
        'key' => $customer,
        'email' => $_POST['email'] ?? '',
        'name' => $_POST['name'] ?? '',
        'partner' => ['key' => $_COOKIE['partnero_partner'] ?? null], // null: nobody referred this one
        'click_id' => $_COOKIE['bw_click'] ?? null,
    ]);
    echo $customer;
} elseif ($path === '/payment') {
    // What your payment provider's webhook calls; the customer's browser, and its cookies, are not there.
    tell('transaction', '/v1/transactions', [
        'key' => $_POST['order'] ?? '',
        'amount' => 99.99,
        'amount_units' => 'USD',
        'customer' => ['key' => $_POST['customer'] ?? ''],
    ]);
} else {
    http_response_code(404);
}
