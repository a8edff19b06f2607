variable "authorization" {}

resource "aws_api_gateway_rest_api" "public" {
  name = "public"
}

resource "aws_api_gateway_rest_api" "private" {
  name = "private"
  endpoint_configuration {
    types = ["PRIVATE"]
  }
}

# fail: logging.access_log_disabled, logging.tracing_disabled, certificates.no_client_certificate, exposure.no_web_firewall
resource "aws_api_gateway_stage" "bare" {
  stage_name  = "bare"
  rest_api_id = aws_api_gateway_rest_api.public.id
}

# pass: logging.access_log_disabled, logging.tracing_disabled, certificates.no_client_certificate, exposure.no_web_firewall
resource "aws_api_gateway_stage" "good" {
  stage_name            = "good"
  rest_api_id           = aws_api_gateway_rest_api.public.id
  xray_tracing_enabled  = true
  client_certificate_id = aws_api_gateway_client_certificate.caller.id
  access_log_settings {
    destination_arn = "arn"
    format          = "$context.requestId"
  }
}

resource "aws_api_gateway_client_certificate" "caller" {}

resource "aws_wafregional_web_acl_association" "good" {
  resource_arn = aws_api_gateway_stage.good.arn
  web_acl_id   = "acl"
}

# none: exposure.no_web_firewall
resource "aws_api_gateway_stage" "private" {
  stage_name  = "private"
  rest_api_id = aws_api_gateway_rest_api.private.id
}

# fail: logging.access_log_disabled
resource "aws_apigatewayv2_stage" "bare" {
  api_id = "a"
  name   = "bare"
}

# pass: logging.access_log_disabled
resource "aws_apigatewayv2_stage" "good" {
  api_id = "a"
  name   = "good"
  access_log_settings {
    destination_arn = "arn"
    format          = "$context.requestId"
  }
}

# fail: encryption.at_rest
resource "aws_api_gateway_method_settings" "clear_cache" {
  rest_api_id = aws_api_gateway_rest_api.public.id
  stage_name  = "bare"
  method_path = "*/*"
  settings {
    caching_enabled = true
  }
}

# pass: encryption.at_rest
resource "aws_api_gateway_method_settings" "encrypted_cache" {
  rest_api_id = aws_api_gateway_rest_api.public.id
  stage_name  = "bare"
  method_path = "*/*"
  settings {
    caching_enabled      = true
    cache_data_encrypted = true
  }
}

# none: encryption.at_rest
resource "aws_api_gateway_method_settings" "no_cache" {
  rest_api_id = aws_api_gateway_rest_api.public.id
  stage_name  = "bare"
  method_path = "*/*"
  settings {
    metrics_enabled = true
  }
}

# fail: access.unauthenticated_api
resource "aws_api_gateway_method" "open" {
  rest_api_id   = aws_api_gateway_rest_api.public.id
  http_method   = "GET"
  authorization = "NONE"
}

# pass: access.unauthenticated_api
resource "aws_api_gateway_method" "signed" {
  rest_api_id   = aws_api_gateway_rest_api.public.id
  http_method   = "GET"
  authorization = "AWS_IAM"
}

# pass: access.unauthenticated_api
resource "aws_api_gateway_method" "with_key" {
  rest_api_id      = aws_api_gateway_rest_api.public.id
  http_method      = "GET"
  authorization    = "NONE"
  api_key_required = true
}

# none: access.unauthenticated_api
resource "aws_api_gateway_method" "preflight" {
  rest_api_id   = aws_api_gateway_rest_api.public.id
  http_method   = "OPTIONS"
  authorization = "NONE"
}

# none: access.unauthenticated_api
resource "aws_api_gateway_method" "inner" {
  rest_api_id   = aws_api_gateway_rest_api.private.id
  http_method   = "GET"
  authorization = "NONE"
}

# unknown: access.unauthenticated_api
resource "aws_api_gateway_method" "unknown" {
  rest_api_id   = aws_api_gateway_rest_api.public.id
  http_method   = "GET"
  authorization = var.authorization
}

# fail: access.unauthenticated_api
resource "aws_apigatewayv2_route" "open" {
  api_id    = "a"
  route_key = "GET /"
}

# pass: access.unauthenticated_api
resource "aws_apigatewayv2_route" "signed" {
  api_id             = "a"
  route_key          = "$default"
  authorization_type = "JWT"
}

# none: access.unauthenticated_api
resource "aws_apigatewayv2_route" "message" {
  api_id    = "a"
  route_key = "send"
}

# fail: certificates.outdated_tls
resource "aws_api_gateway_domain_name" "default" {
  domain_name = "api.example.com"
}

# pass: certificates.outdated_tls
resource "aws_api_gateway_domain_name" "new" {
  domain_name     = "api.example.com"
  security_policy = "TLS_1_2"
}

# pass: certificates.outdated_tls
resource "aws_apigatewayv2_domain_name" "new" {
  domain_name = "api.example.com"
  domain_name_configuration {
    certificate_arn = "arn"
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
}

# fail: logging.access_log_disabled
resource "aws_api_gateway_deployment" "makes_a_stage" {
  rest_api_id = "a"
  stage_name  = "live"
}

# none: logging.access_log_disabled
resource "aws_api_gateway_deployment" "alone" {
  rest_api_id = "a"
}

# fail: exposure.faces_internet
resource "aws_api_gateway_rest_api" "edge" {
  name = "edge"
}

# pass: exposure.faces_internet
resource "aws_api_gateway_rest_api" "inside" {
  name = "inside"
  endpoint_configuration {
    types = ["PRIVATE"]
  }
}

# unknown: exposure.faces_internet
resource "aws_api_gateway_rest_api" "place_told_later" {
  name = "later"
  endpoint_configuration {
    types = [var.quantum_policy]
  }
}

variable "quantum_policy" {}

# pass: encryption.no_post_quantum
resource "aws_api_gateway_domain_name" "quantum" {
  domain_name     = "quantum.example.com"
  security_policy = "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09"
}

# fail: encryption.no_post_quantum
resource "aws_api_gateway_domain_name" "classical" {
  domain_name = "classical.example.com"
}

# unknown: encryption.no_post_quantum
resource "aws_api_gateway_domain_name" "quantum_told_later" {
  domain_name     = "later.example.com"
  security_policy = var.quantum_policy
}
