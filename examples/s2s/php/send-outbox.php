<?php

// For cron, every minute: sends what could not be sent when it happened.

declare(strict_types=1);

require_once __DIR__ . '/outbox.php';

send_outbox();
