<?php

// A small shop: landing, sign-up, order, payment. Start it with: php -S 127.0.0.1:8080 server.php

declare(strict_types=1);

require_once __DIR__ . '/session.php';
require_once __DIR__ . '/store.php';
require_once __DIR__ . '/tracking.php';

const LONGEST_NAME = 100;
const PRICES = ['starter' => 2999, 'pro' => 9999]; // In cents, and on the server: a browser does not say what it pays.

function sign_up(array $body): array
{
    if (!is_string($body['email'] ?? null) || !str_contains($body['email'], '@')) {
        return [422, ['error' => 'An e-mail, please.']];
    }
    $name = is_string($body['name'] ?? null) ? substr($body['name'], 0, LONGEST_NAME) : null;
    $user = change_store(function (array &$content) use ($body, $name): array {
        $user = ['id' => ++$content['last_id'], 'email' => $body['email'], 'name' => $name];
        return $content['users'][$user['id']] = $user;
    });
    session_regenerate_id(true);
    $_SESSION['user_id'] = $user['id'];
    report_sign_up($user, $_SESSION['referral_key'] ?? null);
    return [201, ['customer_id' => $user['id']]];
}

function place_order(array $body): array
{
    if (!isset($_SESSION['user_id'])) {
        return [401, ['error' => 'Sign up first.']];
    }
    $product = $body['product'] ?? null;
    if (!is_string($product) || !isset(PRICES[$product])) {
        return [422, ['error' => 'There is no such product.']];
    }
    $id = change_store(function (array &$content) use ($product): int {
        $id = ++$content['last_id'];
        $content['orders'][$id] = [
            'id' => $id,
            'user_id' => $_SESSION['user_id'],
            'product' => $product,
            'cents' => PRICES[$product],
            'is_paid' => false,
        ];
        return $id;
    });
    return [201, ['order_id' => $id]];
}

/** Your payment provider calls this, perhaps twice. Check the provider's signature before you believe it. */
function confirm_payment(array $body): array
{
    $id = $body['order_id'] ?? null;
    $order = !is_int($id) ? null : change_store(function (array &$content) use ($id): ?array {
        if (!isset($content['orders'][$id])) {
            return null;
        }
        $content['orders'][$id]['is_paid'] = true;
        return $content['orders'][$id];
    });
    if ($order === null) {
        return [404, ['error' => 'There is no such order.']];
    }
    report_sale($order);
    return [200, new stdClass()];
}

function tip(): array
{
    if (!isset($_SESSION['user_id'])) {
        return [401, ['error' => 'Sign up first.']];
    }
    report_payment_without_id($_SESSION['user_id'], 500, 'tip');
    return [200, new stdClass()];
}

function landing(): array
{
    keep_referral(link_parameter());
    return [200, file_get_contents(__DIR__ . '/landing.html')];
}

/** Gives the visitor the answer, before Byway is called. */
function answer(int $status, string|array|object $result): void
{
    $text = is_string($result) ? $result : to_json($result);
    http_response_code($status);
    header('Content-Type: ' . (is_string($result) ? 'text/html; charset=utf-8' : 'application/json'));
    header('Content-Length: ' . strlen($text));
    header('Cache-Control: no-store');
    echo $text;
    session_write_close(); // Otherwise the visitor's next request would wait for this one to end.
    if (function_exists('fastcgi_finish_request')) {
        fastcgi_finish_request();
    } else {
        while (ob_get_level() > 0) {
            ob_end_flush();
        }
        flush();
    }
}

open_session();
$body = json_decode(file_get_contents('php://input') ?: '{}', true);
$route = $_SERVER['REQUEST_METHOD'] . ' ' . parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
[$status, $result] = !is_array($body) ? [400, ['error' => 'The body is no JSON object.']] : match ($route) {
    'GET /' => landing(),
    'POST /api/signup' => sign_up($body),
    'POST /api/orders' => place_order($body),
    'POST /api/payments' => confirm_payment($body),
    'POST /api/tips' => tip(),
    default => [404, ['error' => 'Not found.']],
};
answer($status, $result);
send_outbox();
